package dev.leat.services;

import dev.leat.net.Connection;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import jdk.net.UnixDomainPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Makes guessing slow: who has failed waits for the answer, twice as long each time, and after ten
 * failures is not heard for a quarter of an hour. It counts by address; of IPv6 by /64, which is
 * what one subscriber has, and for those who have many of these by /48 too, with a higher limit; on
 * a Unix-domain socket by the peer's user.
 *
 * <p>It remembers 10,000 that have failed. Beyond that those are forgotten who have failed least,
 * so that a crowd of others makes nobody forgotten who is not heard.
 */
final class Throttle {
  /** After so many failures nothing more is tried. */
  static final int LIMIT = 10;

  /** The same for all of a /48 together. */
  static final int SITE_LIMIT = 100;

  /** So long after its last failure an address begins anew. */
  static final Duration MEMORY = Duration.ofMinutes(15);

  static final Duration LONGEST_DELAY = Duration.ofSeconds(8);

  private static final Duration FIRST_DELAY = Duration.ofMillis(500);
  private static final int REMEMBERED = 10_000;
  private static final int SUBSCRIBER = 8;
  private static final int SITE = 6;

  /** Nanoseconds that nobody sets back. */
  private final LongSupplier time;

  /** Guards the addresses and what is counted for each. */
  private final ReentrantLock lock = new ReentrantLock();

  /** Those that try just now, and those that have failed. */
  private final Map<String, Address> addresses = new HashMap<>();

  private int remembered;

  Throttle(LongSupplier time) {
    this.time = time;
  }

  /** One attempt, of an address and, where there is such a thing, a site. */
  final class Attempt implements AutoCloseable {
    private final Address address;
    private final @Nullable Address site;

    private Attempt(Address address, @Nullable Address site) {
      this.address = address;
      this.site = site;
    }

    /** To be held during an attempt, so that an address has one at a time. */
    ReentrantLock turn() {
      return address.turn;
    }

    /** How long it will not be heard; zero if it is. */
    Duration closedFor() {
      lock.lock();
      try {
        long wider = site == null || site.failures < SITE_LIMIT ? 0 : site.left();
        long own = address.failures < LIMIT ? 0 : address.left();
        return Duration.ofNanos(Math.max(own, wider));
      } finally {
        lock.unlock();
      }
    }

    /** It has failed: how long the answer has to wait. */
    Duration failed() {
      lock.lock();
      try {
        if (site != null) {
          site.failed();
        }
        address.failed();
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(address.failures - 1, LIMIT));
        return delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
      } finally {
        lock.unlock();
      }
    }

    /** It is over. */
    @Override
    public void close() {
      lock.lock();
      try {
        address.over();
        if (site != null) {
          site.over();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** What is known of one address, or of all of a /48. */
  private final class Address {
    private final ReentrantLock turn = new ReentrantLock(true);
    private final String key;
    private int attempts;
    private int failures;
    private long lastFailure;

    private Address(String key) {
      this.key = key;
    }

    /** How many nanoseconds its failures still count. */
    private long left() {
      return Math.max(0, MEMORY.toNanos() - (time.getAsLong() - lastFailure));
    }

    private void failed() {
      if (failures == 0) {
        makeRoom();
        remembered++;
      } else if (left() == 0) {
        failures = 0;
      }
      failures++;
      lastFailure = time.getAsLong();
    }

    private void over() {
      attempts--;
      removeIfUnused();
    }

    private void forget() {
      failures = 0;
      remembered--;
      removeIfUnused();
    }

    private void removeIfUnused() {
      if (attempts == 0 && failures == 0) {
        addresses.remove(key);
      }
    }
  }

  /** Has those forgotten who have failed long ago, or, if there are none, one who has least. */
  private void makeRoom() {
    if (remembered < REMEMBERED) {
      return;
    }
    var failed = addresses.values().stream().filter(address -> address.failures > 0).toList();
    failed.stream().filter(address -> address.left() == 0).forEach(Address::forget);
    if (remembered == REMEMBERED) {
      failed.stream()
          .min(
              Comparator.<Address>comparingInt(address -> address.failures)
                  .thenComparingLong(Address::left))
          .ifPresent(Address::forget);
    }
  }

  /**
   * An attempt of this connection's peer.
   *
   * @throws IOException if the connection has ended
   */
  Attempt attempt(Connection connection) throws IOException {
    UnixDomainPrincipal user = connection.peerUser();
    return attempt(user == null ? connection.peer().host() : "user " + user.user().getName());
  }

  /** An attempt of this address. */
  Attempt attempt(String host) {
    lock.lock();
    try {
      byte[] ipv6 = ipv6(host);
      return ipv6 == null
          ? new Attempt(begun(host), null)
          : new Attempt(begun(prefix(ipv6, SUBSCRIBER)), begun(prefix(ipv6, SITE)));
    } finally {
      lock.unlock();
    }
  }

  private Address begun(String key) {
    Address address = addresses.computeIfAbsent(key, Address::new);
    address.attempts++;
    return address;
  }

  private static byte @Nullable [] ipv6(String host) {
    try {
      return InetAddress.ofLiteral(host) instanceof Inet6Address address
          ? address.getAddress()
          : null;
    } catch (IllegalArgumentException e) {
      return null; // no address of the Internet's
    }
  }

  private static String prefix(byte[] address, int bytes) {
    return HexFormat.of().formatHex(Arrays.copyOf(address, bytes)) + "/" + 8 * bytes;
  }
}
