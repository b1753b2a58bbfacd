package dev.leat.stream;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

/** A cursor's place is let go of once, and not while its reader is there. */
final class OccupancyStress {
  private OccupancyStress() {}

  private static final class Seat {
    private final Occupancy occupancy = new Occupancy();
    private final AtomicInteger letGo = new AtomicInteger();
    private volatile boolean underTheReader;

    void read() {
      if (occupancy.begin()) {
        if (letGo.get() > 0) {
          underTheReader = true;
        }
        if (occupancy.done()) {
          letGo.incrementAndGet();
        }
      }
    }

    void end() {
      if (occupancy.end()) {
        letGo.incrementAndGet();
      }
    }

    void report(IZ_Result result) {
      result.r1 = letGo.get();
      result.r2 = underTheReader;
    }
  }

  @JCStressTest
  @Outcome(id = "1, false", expect = ACCEPTABLE, desc = "Let go of once, with nobody there.")
  @Outcome(expect = FORBIDDEN, desc = "Let go of twice, never, or under its reader.")
  @State
  public static class ReaderAgainstEnd {
    private final Seat seat = new Seat();

    @Actor
    public void reader() {
      seat.read();
      seat.read();
    }

    @Actor
    public void log() {
      seat.end();
      seat.end();
    }

    @Arbiter
    public void end(IZ_Result result) {
      seat.report(result);
    }
  }

  @JCStressTest
  @Outcome(id = "1, false", expect = ACCEPTABLE, desc = "Let go of once, with nobody there.")
  @Outcome(expect = FORBIDDEN, desc = "Let go of twice, never, or under its reader.")
  @State
  public static class ReaderWhoEndsItselfAgainstEnd {
    private final Seat seat = new Seat();

    @Actor
    public void reader() {
      seat.read();
      seat.end();
    }

    @Actor
    public void log() {
      seat.end();
    }

    @Arbiter
    public void end(IZ_Result result) {
      seat.report(result);
    }
  }
}
