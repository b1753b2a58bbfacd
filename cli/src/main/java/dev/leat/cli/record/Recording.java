package dev.leat.cli.record;

import dev.leat.cli.shell.Amounts;
import dev.leat.cli.shell.Durations;
import dev.leat.cli.shell.Sizes;
import dev.leat.framing.Decoder;
import dev.leat.framing.Framing;
import dev.leat.framing.FramingException;
import dev.leat.stream.Arrival;
import dev.leat.stream.LogCounts;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Origin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** A recording under way: the store, what has come into it, and how much is still wanted. */
public final class Recording {
  private final Path path;
  private final MessageLog store;
  private final LogCounts before;
  private final long wanted;
  private final long start = System.nanoTime();
  private final AtomicLong incomplete = new AtomicLong();

  /** Guards what is still wanted, where that is limited: looked at, and appended, in one turn. */
  private final ReentrantLock turn = new ReentrantLock();

  /** What the live line has seen. */
  private LogCounts seen;

  /**
   * @param wanted messages after which it is enough; {@link Long#MAX_VALUE} for no limit
   */
  public Recording(Path path, MessageLog store, long wanted) {
    this.path = path;
    this.store = store;
    this.before = store.counts();
    this.wanted = wanted;
    this.seen = before;
  }

  /** In which it is stored. */
  Framing framing() {
    return store.framing();
  }

  /** Whether as many messages have come as are wanted. */
  public boolean enough() {
    return wanted != Long.MAX_VALUE && left() <= 0;
  }

  private long left() {
    return wanted - messages();
  }

  /** Whether nothing has come, and nothing was there. */
  public boolean isEmpty() {
    return store.next() == 0;
  }

  private long messages() {
    return store.next() - before.next();
  }

  /** So many messages have been lost or cut: their end did not come, or they were too long. */
  void lost(long messages) {
    incomplete.addAndGet(messages);
  }

  /** Something that appends, at most as many messages as are still wanted. */
  interface Work {
    void upTo(long messages) throws IOException;
  }

  /** Does this, alone where the number of messages is limited. */
  void append(Work work) throws IOException {
    if (wanted == Long.MAX_VALUE) {
      work.upTo(wanted);
      return;
    }
    turn.lock();
    try {
      work.upTo(left());
    } finally {
      turn.unlock();
    }
  }

  /** Stores one message. */
  void message(ByteBuffer message, Origin origin) throws IOException {
    store.append(message, origin);
  }

  /** Stores messages, as {@link MessageLog#appendAll}. */
  void messages(List<Arrival> arrivals) throws IOException {
    store.appendAll(arrivals);
  }

  /**
   * Stores whole frames from the start of the input as they are, and leaves what follows them.
   *
   * @param most not more than so many
   * @return how many
   */
  long frames(Decoder decoder, ByteBuffer input, long most, Origin origin) throws IOException {
    int start = input.position();
    ByteBuffer ahead = input.duplicate();
    long count = 0;
    FramingException failure = null;
    try {
      do {
        // A frame has a byte at least, so in so many bytes there are not more than are wanted.
        for (int passed; (passed = decoder.skip(ahead, atMost(most - count))) > 0; ) {
          count += passed;
        }
        input.position(ahead.position());
      } while (count < most && decoder.skip(ahead) && ++count > 0);
    } catch (FramingException e) {
      failure = e; // after those before it
    }
    if (count > 0) {
      store.appendFrames(input.slice(start, input.position() - start), origin);
    }
    if (failure != null) {
      throw failure;
    }
    return count;
  }

  private static int atMost(long bytes) {
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  /** For the live line. */
  public String now(double seconds) {
    LogCounts counts = store.counts();
    long perSecond = Math.round((counts.next() - seen.next()) / seconds);
    long bytesPerSecond = Math.round((counts.bytes() - seen.bytes()) / seconds);
    seen = counts;
    return Amounts.count(counts.next() - before.next(), "message")
        + ", "
        + Sizes.text(counts.bytes() - before.bytes())
        + " | "
        + Amounts.number(perSecond)
        + "/s, "
        + Sizes.text(bytesPerSecond)
        + "/s";
  }

  /** What it is about, before it begins. */
  public String description() {
    long held = before.next() - before.earliest();
    return "recording "
        + store.framing()
        + " to "
        + path
        + (held == 0 ? "" : ", which holds " + Amounts.count(held, "message") + " already");
  }

  /** What it did. */
  public Summary summary() {
    LogCounts counts = store.counts();
    long messages = counts.next() - before.next();
    var elapsed = Duration.ofMillis((System.nanoTime() - start) / 1_000_000);
    String what =
        "recorded "
            + Amounts.count(messages, "message")
            + ", "
            + Sizes.text(counts.bytes() - before.bytes())
            + ", in "
            + Durations.text(elapsed)
            + " to "
            + path;
    String offsets =
        messages == 0 ? "" : " (offsets %d to %d)".formatted(before.next(), counts.next() - 1);
    long lost = incomplete.get();
    return new Summary(
        what
            + offsets
            + (lost == 0
                ? ""
                : "; lost " + Amounts.count(lost, "message") + ": too long or incomplete"),
        lost > 0);
  }

  /**
   * The last word.
   *
   * @param loss whether it tells of a loss
   */
  public record Summary(String text, boolean loss) {}
}
