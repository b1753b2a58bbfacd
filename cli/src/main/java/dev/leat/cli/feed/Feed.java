package dev.leat.cli.feed;

import dev.leat.cli.feed.Client.Served;
import dev.leat.cli.feed.Publisher.Pace;
import dev.leat.cli.shell.Amounts;
import dev.leat.cli.shell.Announcement;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.FewLines;
import dev.leat.cli.shell.From;
import dev.leat.cli.shell.InputKind;
import dev.leat.cli.shell.LiveLine;
import dev.leat.cli.shell.Reasons;
import dev.leat.cli.shell.Stop;
import dev.leat.cli.shell.TlsStrangers;
import dev.leat.net.Connection;
import dev.leat.net.ConnectionBroken;
import dev.leat.net.ConnectionException;
import dev.leat.net.ConnectionOptions;
import dev.leat.net.Endpoint;
import dev.leat.net.Limits;
import dev.leat.net.Server;
import dev.leat.net.ServerEvents;
import dev.leat.stream.Cursor;
import dev.leat.stream.CursorDisconnected;
import dev.leat.stream.LogClosed;
import dev.leat.stream.LogCounts;
import dev.leat.stream.MessageLog;
import dev.leat.stream.StoreDamaged;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A feed at work: a server, a log, and what is published to it. */
final class Feed {
  /** Leaves the process time to say goodbye within {@link Stop#GRACE}. */
  private static final Duration DRAIN = Stop.GRACE.minusMillis(500);

  private final Plan plan;
  private final Console console;
  private final MessageLog log;
  private final MessageLog heads;
  private final Audience audience;
  private final Losses losses;
  private final FewLines lateComers;
  private final FewLines refusals;
  private final TlsStrangers strangers;
  private final CountDownLatch ending = new CountDownLatch(1);

  /** What was in the log before. */
  private final LogCounts before;

  /** Everything that was asked for. */
  record Plan(
      Endpoint endpoint,
      ConnectionOptions connections,
      Limits limits,
      Source source,
      Pace pace,
      Terms terms,
      Keeping keeping,
      End end) {

    /** Whether those who come after the end of the source are served from its beginning. */
    boolean repeats() {
      return source.repeatable() && !end.atEnd() && !keeping.stored();
    }

    /** How many must have come before it can end: what is stored need not be heard by anybody. */
    int least() {
      return keeping.stored() ? terms.waitFor() : Math.max(1, terms.waitFor());
    }
  }

  /**
   * When the feed is over by itself.
   *
   * @param atEnd when the source has ended and every client has everything
   * @param afterClients when so many clients have left; {@link Long#MAX_VALUE} for never
   */
  record End(boolean atEnd, long afterClients) {}

  /**
   * @throws IOException if the store cannot be opened
   */
  Feed(Plan plan, Console console) throws IOException {
    this.plan = plan;
    this.console = console;
    lateComers = new FewLines(console, "further late clients");
    refusals = new FewLines(console, "further refusals");
    strangers = new TlsStrangers(console);
    losses = new Losses(console, plan.connections().decoder());
    var options = plan.terms().logOptions(plan.connections().decoder().max());
    log = plan.keeping().open(plan.connections().framing(), options);
    before = log.counts();
    heads = MessageLog.inMemory(log.framing());
    audience = new Audience(log, heads, plan.terms(), plan.repeats(), plan.least());
  }

  /** Feeds until it is over. */
  void run() throws IOException, InterruptedException {
    try {
      feed();
    } finally {
      plan.keeping().close(log);
    }
  }

  private void feed() throws IOException, InterruptedException {
    try (heads;
        Server server = bind()) {
      plan.terms().from().check(log);
      console.detail("starting");
      console.say(
          "feeding "
              + Report.of(plan.source(), plan.pace())
              + Report.of(plan.keeping(), before)
              + hint());
      Announcement.of(server, console);
      console.detail("waiting for clients");
      console.stop().onRequest(audience::stop);
      log.whenFailed(this::stopped);
      server.start(this::serve);
      Thread publisher = Thread.ofPlatform().daemon().name("leat-publisher").start(this::publish);
      LiveLine live = startLiveLine();
      try {
        audience.awaitEnd(plan.end().atEnd(), plan.end().afterClients());
      } finally {
        publisher.interrupt();
        drain(server);
        live.end();
        sayWhatWasDone();
      }
    }
  }

  /** Who types would wonder where it goes. */
  private String hint() {
    boolean typing = console.inKind() == InputKind.TERMINAL;
    return typing && plan.source().kind() != Kind.INPUT ? " (--stdin feeds what you type)" : "";
  }

  private void sayWhatWasDone() {
    String report = Report.of(before, log.counts(), audience.came(), losses);
    if (Report.losses(log.counts(), losses).isEmpty()) {
      console.say(report);
    } else {
      console.error(report);
    }
  }

  private Server bind() throws IOException {
    return Server.at(plan.endpoint())
        .options(plan.connections())
        .limits(plan.limits())
        .events(new Events())
        .bind();
  }

  private void publish() {
    int waitFor = plan.terms().waitFor();
    var publisher =
        new Publisher(
            plan.source(),
            plan.pace(),
            log,
            plan.keeping().history(log, console::error),
            heads,
            audience,
            losses,
            waitFor);
    try {
      publisher.run(plan.repeats(), this::sayThatItBeginsAgain);
      sayThatInputHasEnded();
    } catch (InterruptedException | InterruptedIOException | ClosedByInterruptException e) {
      sayThatItWasStopped();
    } catch (LogClosed e) {
      if (log.failure() == null) {
        sayThatItWasStopped();
      } // else it has been said
    } catch (IOException | RuntimeException | Error e) {
      failed(e);
    }
  }

  private void sayThatItBeginsAgain() {
    console.detail(plan.source().description() + " had ended, and begins again for who has come");
  }

  private void sayThatItWasStopped() {
    console.detail("publishing has been stopped");
  }

  private void stopped() {
    LogClosed why = log.failure();
    if (why != null) {
      failed(why);
    }
  }

  private void failed(Throwable why) {
    if (!audience.present().isEmpty()) {
      console.error("nothing more will come: " + Reasons.of(why));
    }
    audience.failed(why);
  }

  private void sayThatInputHasEnded() {
    LogCounts counts = log.counts();
    String kept = Amounts.count(counts.next() - counts.earliest(), "message");
    console.say(
        plan.source().description()
            + " has ended after "
            + Amounts.count(counts.next() - before.next(), "message")
            + (plan.end().atEnd() ? "" : "; who comes now gets what is kept: " + kept));
  }

  /** It would be in the way of people who type. */
  private LiveLine startLiveLine() {
    boolean typed = plan.source().kind() == Kind.INPUT && console.inKind() == InputKind.TERMINAL;
    var line = new FeedLine(log, audience, plan.terms().waitFor());
    return LiveLine.start(console, line, !typed);
  }

  /** Gives clients some time to take what is there. */
  private void drain(Server server) throws InterruptedException {
    ending.countDown();
    audience.stop();
    log.finish();
    if (log.failure() != null) {
      audience.awaitNobody(DRAIN);
      server.connections().forEach(this::breakOff);
    }
    server.shutdown(DRAIN);
  }

  /** Whoever has not got everything must not take what it has for all there was. */
  private void breakOff(Connection connection) {
    try {
      connection.reset();
    } catch (IOException e) {
      console.detail("closing " + connection.peer() + ": " + Reasons.of(e));
    }
  }

  // Clients

  private void serve(Connection connection) throws IOException, InterruptedException {
    Endpoint peer = connection.peer();
    console.detail("connection from " + peer);
    Client client = audience.join(peer);
    if (plan.terms().from() == From.Word.EARLIEST && client.late() > 0) {
      lateComers.say(
          peer
              + " has come late and begins at message "
              + Amounts.number(client.late() + 1)
              + ": those before it are no longer kept (--retention)");
    }
    String why = "";
    try {
      why = stream(connection, client);
    } finally {
      client.cursor().close();
      Served served = client.served();
      audience.leave(client);
      if (served.missed() > 0) {
        losses.say(peer + " was slow and missed " + Amounts.count(served.missed(), "message"));
      }
      console.detail("data sent to " + peer + ": " + Report.of(served));
      console.detail("closing " + peer + why);
    }
  }

  private String stream(Connection connection, Client client)
      throws IOException, InterruptedException {
    try {
      Cursor head = audience.head(client);
      if (head != null) {
        connection.subscribe(head);
      }
      connection.subscribe(client.cursor());
      ending.await(plan.terms().closeAfter().toNanos(), TimeUnit.NANOSECONDS);
      return "";
    } catch (ConnectionBroken e) {
      return ": it has left";
    } catch (CursorDisconnected e) {
      if (e.reason() != CursorDisconnected.Reason.CLOSED) {
        losses.say(client.peer() + " is disconnected: " + Reasons.of(e));
      }
      return ": " + Reasons.of(e);
    } catch (ConnectionException | LogClosed | StoreDamaged e) {
      return ": " + Reasons.of(e);
    }
  }

  private final class Events implements ServerEvents {
    @Override
    public void speaksTls(Connection connection) {
      strangers.say(connection);
    }

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
