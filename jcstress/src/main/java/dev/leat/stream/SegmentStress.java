package dev.leat.stream;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** What a reader sees of a segment that is written, sealed, dropped and freed at that moment. */
final class SegmentStress {
  private static final int NOTHING = -1;

  private SegmentStress() {}

  private static Segment segment(int number, Runnable whenFreed) {
    return new Segment(
        number,
        2L * number,
        2L * number,
        new SegmentMemory(64),
        true,
        false,
        0,
        SegmentMemory::close,
        whenFreed);
  }

  /** Appends a message of one byte. */
  private static void append(Segment segment, int value) {
    segment.noteAhead(0, 1, Stamp.at(value));
    segment.append(ByteBuffer.wrap(new byte[] {(byte) value}));
    segment.publish();
  }

  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "Nothing yet.")
  @Outcome(id = "1, -1", expect = ACCEPTABLE, desc = "The first message.")
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "Both messages.")
  @Outcome(expect = FORBIDDEN, desc = "An end beyond what has been written.")
  @State
  public static class BytesBehindTheEnd {
    private final Segment segment = segment(0, () -> {});

    @Actor
    public void appender() {
      append(segment, 1);
      append(segment, 2);
    }

    @Actor
    public void reader(II_Result result) {
      int end = segment.end();
      ByteBuffer bytes = segment.view();
      result.r1 = end > 0 ? bytes.get(0) : NOTHING;
      result.r2 = end > 1 ? bytes.get(1) : NOTHING;
    }

    @Arbiter
    public void free() {
      segment.drop();
    }
  }

  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "Nothing yet.")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The first message's entry.")
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "The second message's entry.")
  @Outcome(expect = FORBIDDEN, desc = "A message without its entry, or half an entry.")
  @State
  public static class EntriesOfWhatIsThere {
    private final Segment segment = segment(0, () -> {});

    @Actor
    public void appender() {
      append(segment, 1);
      append(segment, 2);
    }

    /** The last message's number and time. */
    @Actor
    public void reader(II_Result result) {
      int end = segment.end();
      int entry = segment.index().atPosition(end - 1);
      result.r1 = end == 0 ? NOTHING : segment.index().number(entry);
      result.r2 = end == 0 ? NOTHING : (int) segment.index().time(entry);
    }

    @Arbiter
    public void free() {
      segment.drop();
    }
  }

  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "It has no successor yet.")
  @Outcome(id = "2, -1", expect = ACCEPTABLE, desc = "Its end is final.")
  @Outcome(id = "2, 3", expect = ACCEPTABLE, desc = "Its end is final; the next is read.")
  @Outcome(expect = FORBIDDEN, desc = "A successor, and an end that is not final.")
  @State
  public static class TheEndBeforeASuccessor {
    private final Segment segment = segment(0, () -> {});
    private final Segment successor = segment(1, () -> {});

    @Actor
    public void appender() {
      append(segment, 1);
      append(segment, 2);
      segment.seal(successor);
      append(successor, 3);
    }

    @Actor
    public void reader(II_Result result) {
      Segment next = segment.next();
      result.r1 = next == null ? NOTHING : segment.end();
      result.r2 = next == null || next.end() == 0 ? NOTHING : next.view().get(0);
    }

    @Arbiter
    public void free() {
      segment.drop();
      successor.drop();
    }
  }

  @JCStressTest
  @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "Read or refused; freed once.")
  @Outcome(expect = FORBIDDEN, desc = "Read after it was freed, or not freed once.")
  @State
  public static class MemoryUnderReaders {
    private final AtomicInteger freed = new AtomicInteger();
    private volatile boolean whole = true;
    private final Segment segment = segment(0, freed::incrementAndGet);

    public MemoryUnderReaders() {
      append(segment, 7);
    }

    private void read() {
      if (segment.pin()) {
        try {
          if (segment.view().get(0) != 7) {
            whole = false;
          }
        } catch (IllegalStateException e) {
          whole = false; // The arena was closed.
        }
        segment.unpin();
      }
    }

    @Actor
    public void reader() {
      read();
      read();
    }

    @Actor
    public void retention() {
      read();
      segment.drop();
    }

    @Arbiter
    public void end(ZI_Result result) {
      result.r1 = whole;
      result.r2 = freed.get();
    }
  }

  @JCStressTest
  @Outcome(id = "7, 0", expect = ACCEPTABLE, desc = "The older one.")
  @Outcome(id = "8, 0", expect = ACCEPTABLE, desc = "The newer one, the older having been dropped.")
  @Outcome(expect = FORBIDDEN, desc = "None though one is always kept, or memory left behind.")
  @State
  public static class PinTheOldest {
    private final Segments segments =
        new Segments(4096, 1024, 1024, true, 0, Recovered.nothing("raw", 0, 1), () -> 0, () -> {});

    public PinTheOldest() {
      append(segments.active(), 7);
      segments.roll(1);
      append(segments.active(), 8);
    }

    @Actor
    public void reader(II_Result result) {
      Segment oldest = segments.pinOldest();
      if (oldest == null) {
        result.r1 = NOTHING;
      } else {
        result.r1 = oldest.view().get(0);
        oldest.unpin();
      }
    }

    @Actor
    public void retention() {
      segments.dropOldest();
    }

    @Arbiter
    public void end(II_Result result) {
      segments.dropAll();
      result.r2 = (int) segments.memory();
    }
  }
}
