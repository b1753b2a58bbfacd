package dev.leat.stream;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** A segment's memory is freed once, and never under a reader. */
final class PinsStress {
  private PinsStress() {}

  /** Where whoever is told to free the memory does it, and readers look whether it is there. */
  private static final class Memory {
    final Pins pins = new Pins();
    private final AtomicInteger freed = new AtomicInteger();
    private volatile boolean gone;
    private volatile boolean readAfterwards;

    void free() {
      gone = true;
      freed.incrementAndGet();
    }

    void read() {
      if (gone) {
        readAfterwards = true;
      }
    }

    void enter() {
      if (pins.pin()) {
        read();
        leave();
      }
    }

    void look() {
      if (pins.pinIfAlive()) {
        read();
        leave();
      }
    }

    void leave() {
      if (pins.unpin()) {
        free();
      }
    }

    void drop() {
      if (pins.drop()) {
        free();
      }
    }

    void report(ZI_Result result) {
      result.r1 = readAfterwards;
      result.r2 = freed.get();
    }
  }

  @JCStressTest
  @Outcome(id = "false, 1", expect = ACCEPTABLE, desc = "Freed once, behind all readers.")
  @Outcome(expect = FORBIDDEN, desc = "Freed twice, never, or under a reader.")
  @State
  public static class EnterAgainstDrop {
    private final Memory memory = new Memory();

    @Actor
    public void reader() {
      memory.enter();
      memory.enter();
    }

    @Actor
    public void retention() {
      memory.enter();
      memory.drop();
    }

    @Arbiter
    public void end(ZI_Result result) {
      memory.report(result);
    }
  }

  @JCStressTest
  @Outcome(id = "false, 1", expect = ACCEPTABLE, desc = "Freed once, behind all readers.")
  @Outcome(expect = FORBIDDEN, desc = "Freed twice, never, or under a reader.")
  @State
  public static class LookAgainstTheLastToLeave {
    private final Memory memory = new Memory();

    public LookAgainstTheLastToLeave() {
      if (!memory.pins.pin()) {
        throw new AssertionError("a new segment can be pinned");
      }
      memory.drop();
    }

    @Actor
    public void reader() {
      memory.read();
      memory.leave();
    }

    @Actor
    public void observer() {
      memory.look();
      memory.look();
    }

    @Arbiter
    public void end(ZI_Result result) {
      memory.report(result);
    }
  }

  @JCStressTest
  @Outcome(id = "false, 1", expect = ACCEPTABLE, desc = "Freed once, behind all readers.")
  @Outcome(expect = FORBIDDEN, desc = "Freed twice, never, or under a reader.")
  @State
  public static class LookAgainstDrop {
    private final Memory memory = new Memory();

    @Actor
    public void retention() {
      memory.drop();
    }

    @Actor
    public void observer() {
      memory.look();
      memory.look();
    }

    @Arbiter
    public void end(ZI_Result result) {
      memory.report(result);
    }
  }
}
