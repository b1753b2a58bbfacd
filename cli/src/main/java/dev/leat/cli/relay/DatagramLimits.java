package dev.leat.cli.relay;

import java.time.Duration;

/**
 * What those who send datagrams may take of us. Their addresses are easily made up, so that each of
 * these is needed.
 *
 * @param clients how many are known at a time; one more, and the longest silent is forgotten
 * @param bytesOfEach how much of one may wait until the other side takes it
 * @param bytesOfAll the same of all together
 * @param silence after which one is forgotten
 * @param pause how long one is not served again whose datagrams could not be passed on
 */
public record DatagramLimits(
    int clients, long bytesOfEach, long bytesOfAll, Duration silence, Duration pause) {

  /** A megabyte of each, 64 of all, and a second's pause. */
  public static DatagramLimits standard(int clients, Duration silence) {
    return new DatagramLimits(clients, 1 << 20, 64 << 20, silence, Duration.ofSeconds(1));
  }
}
