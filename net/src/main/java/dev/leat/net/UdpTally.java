package dev.leat.net;

import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;

/** Running counts of one UDP socket. */
final class UdpTally {
  private final Instant since = Instant.now();
  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder bytesIn = new LongAdder();
  private final LongAdder bytesOut = new LongAdder();
  private final LongAdder tooLong = new LongAdder();

  void received(int bytes) {
    received.increment();
    bytesIn.add(bytes);
  }

  void sent(int bytes) {
    sent.increment();
    bytesOut.add(bytes);
  }

  void tooLong() {
    tooLong.increment();
  }

  UdpCounters counters(OptionalLong lost) {
    return new UdpCounters(
        received.sum(), sent.sum(), bytesIn.sum(), bytesOut.sum(), tooLong.sum(), lost, since);
  }
}
