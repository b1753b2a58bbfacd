package dev.leat.stream;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.IJ_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A cursor is told to end behind what is there, at the moment when it reads, waits or is overtaken.
 * A reader who is not told shows as a test that does not end.
 */
final class EndHereStress {
  private EndHereStress() {}

  @JCStressTest
  @Outcome(id = "-1", expect = ACCEPTABLE, desc = "There was nothing for it, and it ended.")
  @Outcome(expect = FORBIDDEN, desc = "It read something that is not there.")
  @State
  public static class TheEndAgainstSleep {
    private final MessageLog log = Logs.with(Slow.SKIP);
    private final Cursor cursor = Logs.open(log);

    @Actor
    public void reader(I_Result result) {
      result.r1 = Logs.next(cursor);
    }

    @Actor
    public void owner() {
      cursor.endHere();
    }

    @Arbiter
    public void end() {
      log.close();
    }
  }

  @JCStressTest
  @Outcome(id = "-1, 0", expect = ACCEPTABLE, desc = "What comes later is not for it.")
  @Outcome(expect = FORBIDDEN, desc = "It read on behind its end, or did not let go.")
  @State
  public static class TheEndBeforeAnAppend {
    private final MessageLog log = Logs.with(Slow.SKIP);
    private final Cursor cursor = Logs.open(log);

    @Actor
    public void reader(II_Result result) {
      result.r1 = Logs.next(cursor);
    }

    @Actor
    public void owner() {
      cursor.endHere();
      Logs.append(log, "message");
    }

    @Arbiter
    public void end(II_Result result) {
      result.r2 = log.counts().cursors();
      log.close();
    }
  }

  @JCStressTest
  @Outcome(id = "0, -1", expect = ACCEPTABLE, desc = "What came before is for it, and no more.")
  @Outcome(expect = FORBIDDEN, desc = "A message was lost, or it read on behind its end.")
  @State
  public static class TheEndBetweenTwoAppends {
    private final MessageLog log = Logs.with(Slow.SKIP);
    private final Cursor cursor = Logs.open(log);

    @Actor
    public void reader(II_Result result) {
      result.r1 = Logs.next(cursor);
      result.r2 = Logs.next(cursor);
    }

    @Actor
    public void owner() {
      Logs.append(log, "message");
      cursor.endHere();
      Logs.append(log, "message");
    }

    @Arbiter
    public void end() {
      log.close();
    }
  }

  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "It has the message, and has let go.")
  @Outcome(expect = FORBIDDEN, desc = "The message was lost, or the cursor is still there.")
  @State
  public static class TheEndAgainstTheLastRead {
    private final MessageLog log = Logs.with(Slow.SKIP);
    private final Cursor cursor = Logs.open(log);

    public TheEndAgainstTheLastRead() {
      Logs.append(log, "message");
    }

    @Actor
    public void reader(II_Result result) {
      result.r1 = Logs.next(cursor);
    }

    @Actor
    public void owner() {
      cursor.endHere();
    }

    @Arbiter
    public void end(II_Result result) {
      result.r2 = log.counts().cursors();
      log.close();
    }
  }

  @JCStressTest
  @Outcome(id = "[0-3], 4096", expect = ACCEPTABLE, desc = "The oldest there was is for it.")
  @Outcome(id = "-1, 4096", expect = ACCEPTABLE, desc = "All that was for it has been dropped.")
  @Outcome(expect = FORBIDDEN, desc = "It read on behind its end, or memory is left behind.")
  @State
  public static class TheEndBeforeBeingOvertaken {
    private final MessageLog log = Logs.with(Slow.SKIP);
    private final Cursor cursor = Logs.open(log);

    public TheEndBeforeBeingOvertaken() {
      appendFour();
    }

    /** As many as the log keeps. */
    private void appendFour() {
      for (int i = 0; i < 4; i++) {
        Logs.append(log, Logs.LARGE);
      }
    }

    @Actor
    public void reader(IJ_Result result) {
      result.r1 = Logs.next(cursor);
    }

    @Actor
    public void owner() {
      cursor.endHere();
      appendFour();
    }

    @Arbiter
    public void end(IJ_Result result) {
      cursor.close();
      result.r2 = log.counts().memory();
      log.close();
    }
  }
}
