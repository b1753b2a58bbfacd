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

/** Whole logs and cursors. A wake-up that is lost shows as a test that does not end. */
final class CursorStress {
  private CursorStress() {}

  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The reader got both messages.")
  @Outcome(expect = FORBIDDEN, desc = "The reader got something else.")
  @State
  public static class SleepAgainstAppend {
    private final MessageLog log = Logs.with(Slow.SKIP);
    private final Cursor cursor = Logs.open(log);

    @Actor
    public void reader(II_Result result) {
      result.r1 = Logs.next(cursor);
      result.r2 = Logs.next(cursor);
    }

    @Actor
    public void appender() {
      Logs.append(log, "message");
      Logs.append(log, "message");
    }

    @Arbiter
    public void end() {
      log.close();
    }
  }

  @JCStressTest
  @Outcome(id = "4, 0", expect = ACCEPTABLE, desc = "It waited until the first had been read.")
  @Outcome(expect = FORBIDDEN, desc = "It overtook, or something was lost.")
  @State
  public static class AppendAgainstTheReaderItWaitsFor {
    private final MessageLog log = Logs.with(Slow.WAIT);
    private final Cursor cursor = Logs.open(log);

    public AppendAgainstTheReaderItWaitsFor() {
      for (int i = 0; i < 4; i++) {
        Logs.append(log, Logs.LARGE);
      }
    }

    @Actor
    public void appender(II_Result result) {
      result.r1 = Logs.append(log, Logs.LARGE);
    }

    @Actor
    public void reader(II_Result result) {
      result.r2 = Logs.next(cursor);
    }

    @Arbiter
    public void end() {
      log.close();
    }
  }

  @JCStressTest
  @Outcome(id = "4", expect = ACCEPTABLE, desc = "It went on once nobody needed the first.")
  @Outcome(expect = FORBIDDEN, desc = "It was appended elsewhere.")
  @State
  public static class AppendAgainstTheEndOfTheReaderItWaitsFor {
    private final MessageLog log = Logs.with(Slow.WAIT);
    private final Cursor cursor = Logs.open(log);
    private final Cursor late;

    public AppendAgainstTheEndOfTheReaderItWaitsFor() {
      for (int i = 0; i < 4; i++) {
        Logs.append(log, Logs.LARGE);
      }
      late = Logs.open(log, Start.latest());
    }

    @Actor
    public void appender(I_Result result) {
      result.r1 = Logs.append(log, Logs.LARGE);
    }

    @Actor
    public void owner() {
      cursor.close();
    }

    @Arbiter
    public void end() {
      late.close();
      log.close();
    }
  }

  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "It read before; all memory is free.")
  @Outcome(id = "-1, 0", expect = ACCEPTABLE, desc = "It came too late; all memory is free.")
  @Outcome(expect = FORBIDDEN, desc = "Memory is left behind.")
  @State
  public static class ReadAgainstClose {
    private final MessageLog log = Logs.with(Slow.SKIP);
    private final Cursor cursor = Logs.open(log);

    public ReadAgainstClose() {
      Logs.append(log, "message");
    }

    @Actor
    public void reader(IJ_Result result) {
      result.r1 = Logs.next(cursor);
    }

    @Actor
    public void closer() {
      cursor.close();
      log.close();
    }

    @Arbiter
    public void end(IJ_Result result) {
      LogCounts counts = log.counts();
      result.r2 = counts.memory() + counts.cursors();
    }
  }

  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "It read before; all memory is free.")
  @Outcome(id = "-1, 0", expect = ACCEPTABLE, desc = "It came too late; all memory is free.")
  @Outcome(expect = FORBIDDEN, desc = "Memory is left behind.")
  @State
  public static class ReadAndCloseAgainstCloseOfTheLog {
    private final MessageLog log = Logs.with(Slow.SKIP);
    private final Cursor cursor = Logs.open(log);

    public ReadAndCloseAgainstCloseOfTheLog() {
      Logs.append(log, "message");
    }

    @Actor
    public void reader(IJ_Result result) {
      result.r1 = Logs.next(cursor);
      cursor.close();
    }

    @Actor
    public void closer() {
      log.close();
    }

    @Arbiter
    public void end(IJ_Result result) {
      LogCounts counts = log.counts();
      result.r2 = counts.memory() + counts.cursors();
    }
  }

  @JCStressTest
  @Outcome(id = "-1", expect = ACCEPTABLE, desc = "The sleeper was woken, and ended.")
  @Outcome(expect = FORBIDDEN, desc = "It read something that is not there.")
  @State
  public static class SleepAgainstFinish {
    private final MessageLog log = Logs.with(Slow.SKIP);
    private final Cursor cursor = Logs.open(log);

    @Actor
    public void reader(I_Result result) {
      result.r1 = Logs.next(cursor);
    }

    @Actor
    public void source() {
      log.finish();
    }

    @Arbiter
    public void end() {
      log.close();
    }
  }
}
