package dev.leat.services;

import dev.leat.net.Endpoint;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes guessing slow: who has failed waits for the answer, twice as long each time, and after ten
 * failures is not heard for a quarter of an hour. It counts by address (of IPv6 by /64, which is
 * what one subscriber has), and remembers the last 10,000 of them.
 */
final class Throttle {
  /** After so many failures nothing more is tried. */
  static final int LIMIT = 10;

  /** So long after its last failure an address begins anew. */
  static final Duration MEMORY = Duration.ofMinutes(15);

  private static final Duration FIRST_DELAY = Duration.ofMillis(500);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(8);
  private static final int ADDRESSES = 10_000;
  private static final int SUBSCRIBER = 8;

  private final InstantSource time;

  /** Guards the addresses and what is counted for each. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Map<String, Address> addresses =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Address> eldest) {
          return size() > ADDRESSES;
        }
      };

  Throttle(InstantSource time) {
    this.time = time;
  }

  /** What is known of one address. */
  final class Address {
    /** Held during an attempt, so that an address has one at a time. */
    final ReentrantLock turn = new ReentrantLock(true);

    private int failures;
    private long lastFailure;

    /** How long it will not be heard; zero if it is. */
    Duration closedFor() {
      lock.lock();
      try {
        long left = lastFailure + MEMORY.toMillis() - time.millis();
        if (left <= 0) {
          failures = 0;
        }
        return failures < LIMIT ? Duration.ZERO : Duration.ofMillis(left);
      } finally {
        lock.unlock();
      }
    }

    /** An attempt has failed: how long the answer has to wait. */
    Duration failed() {
      lock.lock();
      try {
        failures++;
        lastFailure = time.millis();
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(failures - 1, LIMIT));
        return delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
      } finally {
        lock.unlock();
      }
    }
  }

  /** What is known of this peer's address. */
  Address of(Endpoint peer) {
    String key = key(peer.host());
    lock.lock();
    try {
      return addresses.computeIfAbsent(key, unseen -> new Address());
    } finally {
      lock.unlock();
    }
  }

  private static String key(String host) {
    try {
      return InetAddress.ofLiteral(host) instanceof Inet6Address address
          ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), SUBSCRIBER))
          : host;
    } catch (IllegalArgumentException e) {
      return host; // no address of the Internet's: all of these are one
    }
  }
}
