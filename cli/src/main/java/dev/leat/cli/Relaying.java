package dev.leat.cli;

import dev.leat.cli.relay.Attendant;
import dev.leat.cli.relay.DatagramLimits;
import dev.leat.cli.relay.DatagramListening;
import dev.leat.cli.relay.Flow;
import dev.leat.cli.relay.FramingBroken;
import dev.leat.cli.relay.Listening;
import dev.leat.cli.relay.Pair;
import dev.leat.cli.relay.Party;
import dev.leat.cli.relay.Patience;
import dev.leat.cli.relay.RelaySide;
import dev.leat.cli.relay.Rendezvous;
import dev.leat.cli.relay.Sharing;
import dev.leat.cli.relay.SharingOptions;
import dev.leat.cli.relay.Sink;
import dev.leat.cli.relay.Traffic;
import dev.leat.cli.relay.Upstream;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.FewLines;
import dev.leat.cli.shell.LimitOptions;
import dev.leat.cli.shell.Reasons;
import dev.leat.cli.shell.TlsReports;
import dev.leat.cli.shell.UsageError;
import dev.leat.net.Backoff;
import dev.leat.net.Connection;
import dev.leat.net.ConnectionBroken;
import dev.leat.net.ConnectionException;
import dev.leat.net.ConnectionOptions;
import dev.leat.stream.CursorDisconnected;
import dev.leat.stream.MessageLog;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A relay, from its announcement to its end. */
final class Relaying {
  private static final Sink NOWHERE = messages -> {};
  private static final Patience PATIENCE = Patience.standard();

  private final Console console;
  private final RelaySide from;
  private final RelaySide to;
  private final boolean maxChosen;
  private final SharingOptions sharing;
  private final @Nullable Backoff backoff;
  private final LimitOptions limits;
  private final Traffic traffic;
  private final FewLines breaks;
  private final FewLines closings;
  private final AtomicBoolean secured = new AtomicBoolean();

  /**
   * @param maxChosen whether the longest message is the user's choice
   * @param backoff how to connect again; null for not at all
   */
  Relaying(
      Console console,
      RelaySide from,
      RelaySide to,
      boolean maxChosen,
      SharingOptions sharing,
      @Nullable Backoff backoff,
      LimitOptions limits,
      Traffic traffic) {
    this.console = console;
    this.from = from;
    this.to = to;
    this.maxChosen = maxChosen;
    this.sharing = sharing;
    this.backoff = backoff;
    this.limits = limits;
    this.traffic = traffic;
    this.breaks = new FewLines(console, "further clients that break off");
    this.closings = new FewLines(console, "further clients that are closed");
  }

  /** Whether what the second side says goes to the first. */
  private boolean bothWays() {
    return to.heard();
  }

  /**
   * Runs until there is nothing more to carry, or the command is asked to end.
   *
   * @throws Exception what made it end, if something did
   */
  void run() throws Exception {
    if (from.listens() && to.listens()) {
      if (sharing.share()) {
        everybodyHearsTheOtherSide();
      } else {
        clientsMeet();
      }
    } else if (from.listens() || to.listens()) {
      RelaySide listening = from.listens() ? from : to;
      Upstream upstream = upstream(from.listens() ? to : from);
      if (sharing.share()) {
        oneConnectionForAll(listening, upstream);
      } else {
        eachClientItsConnection(listening, upstream);
      }
    } else {
      if (sharing.share()) {
        throw new UsageError("--share is for clients, and neither side listens (listen+tcp://...)");
      }
      join();
    }
  }

  private Upstream upstream(RelaySide side) {
    return new Upstream(side, backoff, PATIENCE, this::connected, traffic, console);
  }

  /** How one connection is secured, so are all. */
  private void connected(Connection connection) {
    if (secured.compareAndSet(false, true)) {
      TlsReports.connected(connection, console);
    }
  }

  /** Neither side listens. */
  private void join() throws Exception {
    console.stop().interrupts(Thread.currentThread());
    Party first = upstream(from).connectForAll(new OutageReports(console));
    try (first) {
      Party second = upstream(to).connectForAll(new OutageReports(console));
      new Pair(first, second, bothWays(), PATIENCE).carry(traffic);
    }
  }

  private void eachClientItsConnection(RelaySide listening, Upstream upstream) throws Exception {
    boolean forth = listening.equals(from);
    Upstream.Meeting meeting =
        (client, other) ->
            new Pair(forth ? client : other, forth ? other : client, bothWays(), PATIENCE)
                .carry(traffic);
    serve(listening(listening, listening.connection()), client -> upstream.meet(client, meeting));
  }

  private void oneConnectionForAll(RelaySide listening, Upstream upstream) throws Exception {
    boolean forth = listening.equals(from);
    boolean hear = !forth || bothWays();
    boolean areHeard = forth || bothWays();
    Flow said = forth ? traffic.forth() : traffic.back();
    Flow heard = forth ? traffic.back() : traffic.forth();
    var failure = new AtomicReference<@Nullable Exception>();
    Exception cause;
    try (MessageLog stream = stream(listening);
        Party other = interruptibly(() -> upstream.connectForAll(new OutageReports(console)))) {
      Listening serving = listening(listening, listening.options());
      Thread.ofVirtual()
          .name("leat-upstream")
          .start(() -> {
            try {
              other.carryTo(hear ? Sharing.into(stream, console) : NOWHERE, heard);
              if (!hear) {
                return; // it has nothing to say, and may still listen
              }
            } catch (IOException | RuntimeException e) {
              failure.compareAndSet(null, e);
            }
            stream.finish();
            serving.enough();
          });
      Sink toOther =
          messages -> {
            try {
              other.send(messages);
            } catch (ConnectionException e) {
              if (!console.stop().requested()) { // nobody else may notice, if nobody hears it
                failure.compareAndSet(null, e);
                stream.finish();
                serving.enough();
              }
              throw e;
            }
          };
      Sharing clients = sharing(hear ? stream : null, areHeard ? toOther : null, said);
      serve(
          serving,
          client -> {
            clients.serve(client);
            if (failure.get() != null) {
              client.breakOff();
            }
          });
      cause = failure.get(); // what comes after is of our making
    }
    if (cause != null) {
      throw cause;
    }
  }

  private void clientsMeet() throws Exception {
    var rendezvous = new Rendezvous(bothWays(), PATIENCE, traffic);
    serveBoth(rendezvous::first, rendezvous::second, to.connection());
  }

  private void everybodyHearsTheOtherSide() throws Exception {
    try (MessageLog forFirst = stream(from);
        MessageLog forSecond = stream(to)) {
      Sharing first =
          sharing(bothWays() ? forFirst : null, Sharing.into(forSecond, console), traffic.forth());
      Sharing second =
          sharing(forSecond, bothWays() ? Sharing.into(forFirst, console) : null, traffic.back());
      serveBoth(first::serve, second::serve, to.options());
    }
  }

  private Sharing sharing(@Nullable MessageLog incoming, @Nullable Sink outgoing, Flow said) {
    return new Sharing(incoming, sharing.slow(), outgoing, said, PATIENCE.silence());
  }

  private MessageLog stream(RelaySide side) {
    return sharing.stream(side.framing(), side.options().decoder().max(), maxChosen);
  }

  private Listening listening(RelaySide side, ConnectionOptions options) {
    return side.datagrams() == null
        ? new ConnectionListening(side, options, limits, console)
        : new DatagramListening(
            side.endpoint().options(Map.of()), // they are in the options
            side.datagrams(),
            DatagramLimits.standard(
                limits.limits().connections(),
                PATIENCE.silence(side.options().timeouts().idle()).silence()),
            traffic,
            console);
  }

  /** Serves the clients of both sides, until the command is asked to end. */
  private void serveBoth(Attendant first, Attendant second, ConnectionOptions ofSecond)
      throws Exception {
    Listening firstSide = listening(from, from.options());
    Listening secondSide = listening(to, ofSecond);
    Thread other =
        Thread.ofVirtual()
            .name("leat-second-side")
            .start(() -> {
              try {
                serve(secondSide, second);
              } catch (Exception e) {
                firstSide.fail(e);
              }
            });
    try {
      serve(firstSide, first);
    } finally {
      secondSide.enough();
      other.join();
    }
  }

  private void serve(Listening side, Attendant attendant) throws Exception {
    side.run(client -> {
      traffic.came();
      try {
        attendant.attend(client);
      } catch (CursorDisconnected e) {
        console.say(client.peer() + " is disconnected: " + Reasons.of(e));
      } catch (IOException e) {
        report(client, e);
      } finally {
        traffic.left();
      }
    });
  }

  /** Most of what happens to the client itself, others report. */
  private void report(Party client, IOException failure) throws Exception {
    switch (failure) {
      case ConnectionBroken e when e.peer().equals(client.peer()) -> {
        breaks.say(Reasons.of(e));
        console.trace(e);
      }
      case ConnectionException e when e.peer().equals(client.peer()) -> throw e;
      case FramingBroken e when e.peer().equals(client.peer()) -> throw e.reason();
      default -> {
        if (!console.stop().requested()) {
          closings.say(client.peer() + " closed: " + Reasons.of(failure));
          console.trace(failure);
        }
      }
    }
  }

  /** What waits until it can be had. */
  private interface Wait<T> {
    T get() throws IOException, InterruptedException;
  }

  /** Waits, but not once the command is asked to end. */
  private <T> T interruptibly(Wait<T> wait) throws IOException, InterruptedException {
    var waiting = new AtomicReference<@Nullable Thread>(Thread.currentThread());
    var lock = new ReentrantLock(); // guards that nobody is interrupted who does not wait
    console
        .stop()
        .onRequest(() -> {
          lock.lock();
          try {
            Thread thread = waiting.get();
            if (thread != null) {
              thread.interrupt();
            }
          } finally {
            lock.unlock();
          }
        });
    T had;
    try {
      had = wait.get();
    } finally {
      lock.lock();
      try {
        waiting.set(null);
      } finally {
        lock.unlock();
      }
    }
    Thread.interrupted(); // asked to end just now, it ends as one that serves does
    return had;
  }
}
