package dev.leat.stream;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** What is to be done when a cursor has been disconnected is done, once, whenever it is said. */
final class FarewellStress {
  private FarewellStress() {}

  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "Done once.")
  @Outcome(expect = FORBIDDEN, desc = "Done twice. Never shows as a test that does not end.")
  @State
  public static class SetAgainstRun {
    private final Farewell farewell = new Farewell("leat-stress");
    private final AtomicInteger done = new AtomicInteger();
    private final CountDownLatch first = new CountDownLatch(1);

    @Actor
    public void owner() {
      farewell.add(() -> {
        done.incrementAndGet();
        first.countDown();
      });
    }

    @Actor
    public void log() {
      farewell.run();
    }

    @Arbiter
    public void end(I_Result result) {
      try {
        first.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      result.r1 = done.get();
    }
  }
}
