package dev.leat.net;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Keeps count of the connections that are served, and says whether one more may be. */
final class Admission {
  private final Limits limits;
  private final Semaphore permits;
  private final Map<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();

  Admission(Limits limits) {
    this.limits = limits;
    this.permits = new Semaphore(limits.connections());
  }

  /** Takes one of the address's places, if it has one left. */
  boolean enterAddress(InetAddress address) {
    if (limits.perAddress() == 0) {
      return true;
    }
    int count = perAddress.merge(address, 1, Integer::sum);
    if (count > limits.perAddress()) {
      leaveAddress(address);
      return false;
    }
    return true;
  }

  void leaveAddress(InetAddress address) {
    if (limits.perAddress() != 0) {
      perAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }
  }

  /**
   * Takes one of all places. While there is none: waits for one, or answers false, as the limits
   * say.
   */
  boolean enter() throws InterruptedException {
    if (permits.tryAcquire()) {
      return true;
    }
    if (limits.whenFull() == WhenFull.REFUSE) {
      return false;
    }
    permits.acquire();
    return true;
  }

  void leave() {
    permits.release();
  }

  String addressFull() {
    return "more than " + limits.perAddress() + " connections from this address";
  }

  String full() {
    return "more than " + limits.connections() + " connections";
  }
}
