package dev.leat.services;

import dev.leat.net.Connection;
import dev.leat.net.Handler;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Welcomes, and then says what time it is, again and again, until the client has left. The classic
 * one has the framing {@code header:10}.
 */
public final class Clock implements Handler {
  /** What it says first. */
  public static final String WELCOME = "Welcome to the server!";

  private final Duration every;
  private final InstantSource time;

  /**
   * @param every how long from one time to the next
   * @param time where the time comes from
   */
  public Clock(Duration every, InstantSource time) {
    this.every = every;
    this.time = time;
  }

  @Override
  public void handle(Connection connection) throws IOException, InterruptedException {
    connection.send(WELCOME);
    for (long due = System.nanoTime() + every.toNanos(); ; due += every.toNanos()) {
      Thread.sleep(Duration.ofNanos(due - System.nanoTime()));
      connection.send("The time is " + seconds(time.instant()));
    }
  }

  /** Seconds since 1970 and their fraction, down to the microsecond. */
  private static String seconds(Instant now) {
    return String.format(Locale.ROOT, "%d.%06d", now.getEpochSecond(), now.getNano() / 1000);
  }
}
