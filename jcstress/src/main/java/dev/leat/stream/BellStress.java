package dev.leat.stream;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A reader or the waker goes to sleep while something is appended: nobody is forgotten. The actors
 * do what {@link Readers} does.
 */
final class BellStress {
  private BellStress() {}

  @JCStressTest
  @Outcome(
      id = "true, false",
      expect = FORBIDDEN,
      desc = "The reader sleeps, and the append does not wake the waker, who sleeps too.")
  @Outcome(expect = ACCEPTABLE, desc = "The reader has seen the message, or the waker is woken.")
  @State
  public static class ReaderAgainstAppend {
    private final Bell bell = new Bell();
    private volatile int end;

    public ReaderAgainstAppend() {
      bell.rest();
    }

    /** Whether it sleeps. */
    @Actor
    public void reader(ZZ_Result result) {
      bell.enter();
      result.r1 = end == 0;
    }

    /** Whether it wakes the waker. */
    @Actor
    public void append(ZZ_Result result) {
      end = 1;
      result.r2 = bell.ring();
    }
  }

  @JCStressTest
  @Outcome(
      id = "false, true",
      expect = FORBIDDEN,
      desc =
          "The append does not wake the waker, who sleeps and has not found the sleeping reader.")
  @Outcome(expect = ACCEPTABLE, desc = "The waker has seen the message, or is woken.")
  @State
  public static class AppendAgainstWaker {
    private final Bell bell = new Bell();
    private volatile int end;

    public AppendAgainstWaker() {
      bell.enter(); // The reader sleeps.
    }

    /** Whether it wakes the waker. */
    @Actor
    public void append(ZZ_Result result) {
      end = 1;
      result.r1 = bell.ring();
    }

    /** Whether it sleeps, having found nobody to wake. */
    @Actor
    public void waker(ZZ_Result result) {
      int seen = end;
      boolean found = seen > 0 && bell.anyoneParked();
      bell.rest();
      boolean sleeps = end == seen || !bell.anyoneParked();
      result.r2 = sleeps && !found;
    }
  }

  @JCStressTest
  @Outcome(
      id = "false, true",
      expect = FORBIDDEN,
      desc = "Neither append wakes the waker, who sleeps and has not found the sleeping reader.")
  @Outcome(expect = ACCEPTABLE, desc = "The waker has seen the last message, or is woken.")
  @State
  public static class TwoAppendsAgainstWaker {
    private final Bell bell = new Bell();
    private volatile int end;

    public TwoAppendsAgainstWaker() {
      bell.enter();
    }

    /** Whether the waker is woken for the second message, or for the first after the second. */
    @Actor
    public void append(ZZ_Result result) {
      end = 1;
      boolean first = bell.ring();
      end = 2;
      boolean second = bell.ring();
      result.r1 = first || second;
    }

    @Actor
    public void waker(ZZ_Result result) {
      int seen = end;
      boolean found = seen == 2 && bell.anyoneParked();
      bell.rest();
      boolean sleeps = end == seen || !bell.anyoneParked();
      result.r2 = sleeps && !found;
    }
  }
}
