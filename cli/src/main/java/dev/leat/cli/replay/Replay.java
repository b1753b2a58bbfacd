package dev.leat.cli.replay;

import dev.leat.cli.pace.Speed;
import dev.leat.cli.replay.ReplayEndOptions.Terms;
import dev.leat.cli.replay.Stage.State;
import dev.leat.cli.replay.Stage.Visit;
import dev.leat.cli.shell.Amounts;
import dev.leat.cli.shell.Announcement;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.FewLines;
import dev.leat.cli.shell.LiveLine;
import dev.leat.cli.shell.Reasons;
import dev.leat.cli.shell.Sizes;
import dev.leat.cli.shell.Stop;
import dev.leat.net.Connection;
import dev.leat.net.ConnectionBroken;
import dev.leat.net.ConnectionException;
import dev.leat.net.ConnectionOptions;
import dev.leat.net.Counters;
import dev.leat.net.Endpoint;
import dev.leat.net.Limits;
import dev.leat.net.Server;
import dev.leat.net.ServerEvents;
import dev.leat.stream.Cursor;
import dev.leat.stream.CursorDisconnected;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Start;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A replay at work: a server, and a store that its clients read. */
final class Replay {
  /** Leaves the process time to say goodbye within {@link Stop#GRACE}. */
  private static final Duration DRAIN = Stop.GRACE.minusMillis(500);

  private final Console console;
  private final Plan plan;
  private final MessageLog store;
  private final Stage stage;
  private final FewLines losses;
  private final FewLines refusals;
  private final AtomicLong messages = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong missed = new AtomicLong();

  /** Everything that was asked for. */
  record Plan(
      Path path,
      Endpoint endpoint,
      ConnectionOptions connections,
      Limits limits,
      Excerpt excerpt,
      Speed speed,
      Terms terms) {}

  Replay(Console console, Plan plan, MessageLog store) {
    this.console = console;
    this.plan = plan;
    this.store = store;
    this.stage = new Stage(plan.terms().loop());
    this.losses = new FewLines(console, "further losses");
    this.refusals = new FewLines(console, "further refusals");
  }

  /**
   * Reads the first message and throws it away, so that what is done for the first time then does
   * not make it late against all others.
   */
  private void rehearse(long first) throws IOException {
    WritableByteChannel nowhere = Channels.newChannel(OutputStream.nullOutputStream());
    try (Cursor cursor = store.cursor(Start.offset(first)).limit(1)) {
      cursor.endHere();
      cursor.writeTo(nowhere);
    }
  }

  /**
   * Serves until it is over.
   *
   * @param first offset of the first message
   */
  void run(long first) throws Exception {
    rehearse(first);
    try (Server server = bind()) {
      Announcement.of(server, console);
      console.stop().onRequest(stage::stop);
      server.start(this::serve);
      Thread conductor = Thread.ofPlatform().daemon().name("leat-replay").start(this::conduct);
      LiveLine live = LiveLine.start(console, this::now);
      try {
        stage.awaitEnd(plan.terms().atEnd(), plan.terms().afterClients());
      } finally {
        conductor.interrupt();
        stage.stop();
        server.shutdown(DRAIN);
        conductor.join();
        live.end();
        sayWhatWasDone();
      }
    }
  }

  private Server bind() throws IOException {
    return Server.at(plan.endpoint())
        .options(plan.connections())
        .limits(plan.limits())
        .events(new Events())
        .bind();
  }

  private void conduct() {
    try {
      new Conductor(plan.path(), store, plan.excerpt(), plan.speed(), plan.terms(), stage).run();
    } catch (InterruptedException | InterruptedIOException | ClosedByInterruptException e) {
      console.detail("the replay has been stopped");
    } catch (Exception e) {
      stage.failed(e);
    } catch (Error e) {
      stage.failed(new IOException("the replay has failed: " + e, e)); // else nobody hears of it
    }
  }

  private void sayWhatWasDone() {
    String report =
        "replayed %s, %s, to %s"
            .formatted(
                Amounts.count(messages.get(), "message"),
                Sizes.text(bytes.get()),
                Amounts.count(stage.state().came(), "client"));
    if (missed.get() == 0) {
      console.say(report);
    } else {
      console.error(report + "; they missed " + Amounts.count(missed.get(), "message"));
    }
  }

  private String now(double seconds) {
    State state = stage.state();
    String clients = Amounts.count(state.present(), "client");
    if (!state.playing()) {
      int wanted = plan.terms().waitFor();
      return state.gathered() >= wanted
          ? clients
          : clients + " | begins when " + Amounts.count(wanted, "client") + " are here";
    }
    long reached = Math.min(state.due(), store.next());
    return clients
        + " | up to message "
        + Amounts.number(reached)
        + " of "
        + Amounts.number(store.next())
        + (state.slowest() == 0 ? "" : " | slowest " + Amounts.number(state.slowest()) + " behind");
  }

  // Clients

  private void serve(Connection connection) throws InterruptedException {
    Endpoint peer = connection.peer();
    console.detail("connection from " + peer);
    Visit visit = stage.enter();
    String why = "";
    try {
      why = play(connection, visit);
    } finally {
      visit.leave();
      Counters counters = connection.counters();
      messages.addAndGet(counters.messagesOut());
      bytes.addAndGet(counters.bytesOut());
      console.detail(
          "data sent to %s: %s, %s"
              .formatted(
                  peer,
                  Amounts.count(counters.messagesOut(), "message"),
                  Sizes.text(counters.bytesOut())));
      console.detail("closing " + peer + why);
    }
  }

  private String play(Connection connection, Visit visit) throws InterruptedException {
    var playback = new Playback(store, connection);
    try {
      playback.begin();
      for (long due; (due = visit.awaitMore(connection::isOpen)) > visit.place(); ) {
        visit.moved(playback.play(visit.place(), due, visit::reads));
        report(connection.peer(), playback.missed());
      }
      return "";
    } catch (ConnectionBroken e) {
      return ": it has left";
    } catch (CursorDisconnected e) {
      if (e.reason() != CursorDisconnected.Reason.CLOSED) {
        losses.error(connection.peer() + " is disconnected: " + Reasons.of(e));
      }
      return ": " + Reasons.of(e);
    } catch (ConnectionException e) {
      return ": " + Reasons.of(e);
    } catch (IOException e) {
      stage.failed(e); // the store cannot be read
      return ": " + Reasons.of(e);
    }
  }

  private void report(Endpoint peer, long lost) {
    if (lost > 0) {
      missed.addAndGet(lost);
      losses.error(
          "%s missed %s: the store no longer holds them"
              .formatted(peer, Amounts.count(lost, "message")));
    }
  }

  private final class Events implements ServerEvents {
    @Override
    public void refused(Endpoint peer, String reason) {
      refusals.say(peer + " refused: " + reason);
    }

    @Override
    public void acceptFailed(IOException failure, Duration retryIn) {
      console.error("no connection can be accepted: " + Reasons.of(failure));
    }

    @Override
    public void disconnected(Connection connection, @Nullable Throwable failure) {
      if (failure != null) {
        console.trace(failure);
      }
    }
  }
}
