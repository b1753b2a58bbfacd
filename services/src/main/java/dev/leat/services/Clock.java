package dev.leat.services;

import dev.leat.framing.Framing;
import dev.leat.net.Connection;
import dev.leat.net.Handler;
import dev.leat.stream.LogClosed;
import dev.leat.stream.LogOptions;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Start;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Welcomes, and then says what time it is, again and again, until the client has left. The classic
 * one has the framing {@code header:10}.
 *
 * <p>The time is told once, to a stream, however many there are who listen.
 */
public final class Clock implements Handler, Closeable {
  /** What it says first. */
  public static final String WELCOME = "Welcome to the server!";

  private static final long RETENTION = 1 << 20;

  private final MessageLog times;
  private final Thread ticker;

  private Clock(Framing framing, Duration every, InstantSource time) {
    this.times = MessageLog.inMemory(framing, LogOptions.standard().retention(RETENTION));
    this.ticker = Thread.ofVirtual().name("leat-clock").unstarted(() -> tick(times, every, time));
  }

  /**
   * Starts one.
   *
   * @param framing that of its connections
   * @param every how long from one time to the next
   * @param time where the time comes from
   */
  public static Clock start(Framing framing, Duration every, InstantSource time) {
    var clock = new Clock(framing, every, time);
    clock.ticker.start();
    return clock;
  }

  @Override
  public void handle(Connection connection) throws IOException {
    connection.send(WELCOME);
    connection.subscribe(times.cursor(Start.latest()));
  }

  private static void tick(MessageLog times, Duration every, InstantSource time) {
    try {
      for (long due = System.nanoTime() + every.toNanos(); ; due += every.toNanos()) {
        Thread.sleep(Duration.ofNanos(due - System.nanoTime()));
        times.append("The time is " + seconds(time.instant()));
      }
    } catch (InterruptedException | LogClosed e) {
      Thread.currentThread().interrupt(); // it has been closed
    } catch (IOException e) {
      System.getLogger(Clock.class.getName()).log(Level.ERROR, "the clock has stopped", e);
    }
  }

  /** Seconds since 1970 and their fraction, down to the microsecond. */
  private static String seconds(Instant now) {
    return String.format(Locale.ROOT, "%d.%06d", now.getEpochSecond(), now.getNano() / 1000);
  }

  /** Stops it. To be closed after its server. */
  @Override
  public void close() {
    ticker.interrupt();
    times.close();
  }
}
