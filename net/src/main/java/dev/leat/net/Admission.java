package dev.leat.net;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps count of the connections that are served, and says whether one more may be. */
final class Admission {
  private static final long RETRY_MILLIS = 100;

  private final Limits limits;
  private final Runnable makeRoom;
  private final Semaphore places;
  private final Map<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();

  /**
   * @param makeRoom where one may replace another: has somebody leave soon, if there is one who may
   */
  Admission(Limits limits, Runnable makeRoom) {
    this.limits = limits;
    this.makeRoom = makeRoom;
    this.places = new Semaphore(limits.connections());
  }

  /**
   * Takes a place. While there is none: has somebody leave, waits for one, or refuses, as the
   * limits say.
   *
   * @param address where the peer is; null where that is no IP address, and so has no limit
   * @return why not, or null if it has a place, which is given back by {@link #leave}
   */
  @Nullable String enter(@Nullable InetAddress address) throws InterruptedException {
    if (!enterAddress(address)) {
      return "more than " + limits.perAddress() + " connections from this address";
    }
    boolean entered = false;
    try {
      entered = places.tryAcquire();
      if (!entered && limits.whenFull() == WhenFull.QUEUE) {
        places.acquire();
        entered = true;
      }
      while (!entered && limits.whenFull() == WhenFull.REPLACE) {
        makeRoom.run();
        // Another listening socket's may take the place.
        entered = places.tryAcquire(RETRY_MILLIS, TimeUnit.MILLISECONDS);
      }
    } finally {
      if (!entered) {
        leaveAddress(address);
      }
    }
    return entered ? null : "more than " + limits.connections() + " connections";
  }

  void leave(@Nullable InetAddress address) {
    places.release();
    leaveAddress(address);
  }

  private boolean enterAddress(@Nullable InetAddress address) {
    if (limits.perAddress() == 0 || address == null) {
      return true;
    }
    if (perAddress.merge(address, 1, Integer::sum) <= limits.perAddress()) {
      return true;
    }
    leaveAddress(address);
    return false;
  }

  private void leaveAddress(@Nullable InetAddress address) {
    if (limits.perAddress() != 0 && address != null) {
      perAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }
  }
}
