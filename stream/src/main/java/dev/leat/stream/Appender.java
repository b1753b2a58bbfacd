package dev.leat.stream;

import dev.leat.framing.Decoder;
import dev.leat.framing.DecoderOptions;
import dev.leat.framing.FrameTooLong;
import dev.leat.framing.Framing;
import dev.leat.framing.FramingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages into the active segment, under the log's lock, and has them shown to readers, or
 * stored first.
 */
final class Appender {
  /** What is answered for a message that has come before, in a place that is not remembered. */
  private static final long REPEATED = -1;

  /** The most bytes that a char takes in UTF-8. */
  private static final int MOST_UTF8 = 3;

  private final LogCore log;
  private final ReentrantLock lock;
  private final Framing framing;
  private final Retention retention;
  private final Producers producers;
  private final RepeatSearch repeats;

  /** Null if the log is in memory only. */
  private final @Nullable LogWriter writer;

  private final Largest largest;

  /** Whether white space may stand before a frame. */
  private final boolean spaced;

  /** Messages that were refused. Guarded by the lock. */
  private long refused;

  /**
   * @param lock the log's
   */
  Appender(
      LogCore log,
      ReentrantLock lock,
      Largest largest,
      Retention retention,
      Producers producers,
      RepeatSearch repeats,
      @Nullable LogWriter writer) {
    this.log = log;
    this.lock = lock;
    this.framing = log.framing();
    this.largest = largest;
    this.retention = retention;
    this.producers = producers;
    this.repeats = repeats;
    this.writer = writer;
    this.spaced = framing.equals(Framing.json());
  }

  /** For frames that come from there. */
  FrameProgress progress(Origin origin) {
    var options = DecoderOptions.standard().max(largest.message());
    return new FrameProgress(() -> framing.decoder(options), origin);
  }

  /** How many messages were refused. Asked under the lock. */
  long refused() {
    return refused;
  }

  /** Appends a message, and answers the offset that it has, or has had since it came first. */
  long append(ByteBuffer message, Origin origin) throws IOException {
    var receipt = new Receipt();
    long offset;
    lock.lock();
    try {
      offset = append(message, origin, receipt);
    } catch (FramingException e) {
      refused++;
      throw e;
    } finally {
      lock.unlock();
    }
    log.appended();
    receipt.await(message);
    return offset == REPEATED ? repeats.find(origin) : offset;
  }

  /** Appends messages, and waits for all of them at the end. */
  void appendAll(List<Arrival> arrivals) throws IOException {
    List<Receipt> receipts = new ArrayList<>(arrivals.size());
    IOException failure = null;
    lock.lock();
    try {
      for (Arrival arrival : arrivals) {
        var receipt = new Receipt();
        append(arrival.message(), arrival.origin(), receipt);
        receipts.add(receipt);
      }
    } catch (IOException e) {
      failure = e;
      refused += e instanceof FramingException ? 1 : 0;
    } finally {
      lock.unlock();
      log.appended();
    }
    IOException unstored = null;
    for (int i = 0; i < receipts.size(); i++) {
      try {
        receipts.get(i).await(arrivals.get(i).message());
      } catch (IOException e) {
        unstored = unstored == null ? e : unstored; // they all tell the same
      }
    }
    if (unstored != null) {
      throw unstored;
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Appends the complete frames at the start of the buffer, and answers how many there were. */
  int appendFrames(ByteBuffer frames, FrameProgress progress) throws IOException {
    var receipt = new Receipt();
    int appended = 0;
    IOException failure = null;
    lock.lock();
    try {
      appended = appendFrames(frames, progress, receipt);
    } catch (IOException e) {
      failure = e;
      refused += e instanceof FramingException ? 1 : 0;
    } finally {
      lock.unlock();
      log.appended();
    }
    try {
      receipt.await(frames);
    } catch (IOException e) {
      progress.returnTo(Objects.requireNonNull(receipt.unstored()));
      progress.restart();
      throw e;
    }
    if (failure != null) {
      progress.restart();
      throw failure;
    }
    return appended;
  }

  // Under the lock

  /**
   * Appends a message, and answers its offset; {@link #REPEATED} if it has come before and it is
   * not known at once where that is.
   */
  private long append(ByteBuffer message, Origin origin, Receipt receipt) throws IOException {
    if (hasCome(origin)) {
      return repeated(message, origin);
    }
    int length = message.remaining();
    if (length > largest.message()) {
      throw new FrameTooLong(length, largest.message());
    }
    Segment segment = segmentFor((int) framing.frameBound(length), origin, receipt);
    if (hasCome(origin)) {
      return repeated(message, origin); // by another thread, while the lock was let go of
    }
    return append(message, segment, origin, receipt, message.position());
  }

  private long repeated(ByteBuffer message, Origin origin) {
    message.position(message.limit());
    return producers.offset(origin.producer(), origin.sequence());
  }

  /**
   * @param start where what brings the message begins in the caller's buffer
   */
  private long append(
      ByteBuffer message, Segment segment, Origin origin, Receipt receipt, int start)
      throws FramingException {
    long offset = segment.nextOffset();
    int position = segment.written();
    Stamp stamp = stamp(segment, origin);
    segment.append(framing, message, stamp);
    added(segment, position, offset, stamp, origin, receipt, start);
    return offset;
  }

  private int appendFrames(ByteBuffer frames, FrameProgress progress, Receipt receipt)
      throws IOException {
    if (spaced && !progress.isInFrame()) {
      passSpace(frames);
    }
    ByteBuffer ahead = progress.ahead(frames);
    int appended = 0;
    ByteBuffer message;
    do {
      appended += appendWhole(frames, ahead, progress, receipt);
      message = progress.decoder().decode(ahead);
      if (message != null) {
        appended += appendDecoded(message, frames, progress, receipt);
        frames.position(ahead.position());
        progress.passed(1);
      }
    } while (message != null);
    progress.stop(frames, ahead);
    return appended;
  }

  /** White space stays with the value before it; what comes by itself is none's. */
  private static void passSpace(ByteBuffer frames) {
    int at = frames.position();
    while (at < frames.limit() && isSpace(frames.get(at))) {
      at++;
    }
    frames.position(at);
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private int appendDecoded(
      ByteBuffer message, ByteBuffer frames, FrameProgress progress, Receipt receipt)
      throws IOException {
    Origin origin = progress.origin();
    if (hasCome(origin)) {
      return 0;
    }
    int bound = (int) framing.frameBound(message.remaining());
    Segment segment = segmentFor(bound, origin, receipt);
    if (hasCome(origin)) {
      return 0;
    }
    append(message, segment, origin, receipt, frames.position());
    return 1;
  }

  /** Appends frames up to one that is not there as a whole, or has to be looked at. */
  private int appendWhole(
      ByteBuffer frames, ByteBuffer ahead, FrameProgress progress, Receipt receipt)
      throws IOException {
    int appended = 0;
    boolean more = progress.decoder().skip(ahead);
    while (more) {
      int length = ahead.position() - frames.position();
      if (length > largest.frame() && spaced) {
        // The value may fit, but not with all its white space.
        ahead.position(frames.position());
        progress.restart();
        return appended;
      }
      if (length > largest.frame()) {
        throw new FrameTooLong(length, largest.message());
      }
      Segment segment =
          hasCome(progress.origin()) ? null : segmentFor(length, progress.origin(), receipt);
      if (segment == null || hasCome(progress.origin())) {
        frames.position(ahead.position());
        progress.passed(1);
        more = progress.decoder().skip(ahead);
      } else {
        int before = segment.messages();
        more = appendRun(segment, frames, ahead, progress, receipt);
        appended += segment.messages() - before;
      }
    }
    return appended;
  }

  /**
   * Appends as many frames as the segment has room for, and as go together; at least one.
   *
   * @param ahead stands behind the first of them, and at the end behind the first that is left
   * @return whether there is one left
   */
  private boolean appendRun(
      Segment segment, ByteBuffer frames, ByteBuffer ahead, FrameProgress progress, Receipt receipt)
      throws FramingException {
    Decoder decoder = progress.decoder();
    Origin origin = progress.origin();
    Stamp stamp = stamp(segment, origin);
    long offset = segment.nextOffset();
    int position = segment.written();
    int start = frames.position();
    int end = start;
    int count = 0;
    boolean more = true;
    try {
      while (more && segment.hasRoom(ahead.position() - start) && together(ahead, start, end)) {
        segment.noteAhead(end - start, 1, stamp.after(count));
        count++;
        end = ahead.position();
        int passed;
        while ((passed = decoder.skip(ahead, atOnce(segment, end - start))) > 0) {
          segment.noteAhead(end - start, passed, stamp.after(count));
          count += passed;
          end = ahead.position();
        }
        more = decoder.skip(ahead);
      }
    } finally {
      segment.append(frames.slice(start, end - start));
      added(segment, position, offset, stamp, origin, receipt, start);
      progress.passed(count);
      frames.position(end);
    }
    return more;
  }

  /** How many bytes of frames may follow these, and share what is noted of them. */
  private int atOnce(Segment segment, int length) {
    if (!framing.selfDelimiting()) {
      return 0;
    }
    int most = writer == null ? Integer.MAX_VALUE : IndexEntry.LARGEST_BATCH;
    int left = Math.min(segment.room(), most) - length;
    return Math.clamp(left, 0, SegmentIndex.EVERY_BYTES);
  }

  /** Whether the frame that ends ahead goes into one entry with those before it, if any. */
  private boolean together(ByteBuffer ahead, int start, int end) {
    return writer == null
        || end == start
        || (framing.selfDelimiting() && ahead.position() - start <= IndexEntry.LARGEST_BATCH);
  }

  /**
   * Whether the message with this number has come before. If so, it has been stored by then.
   *
   * @throws SequenceGap if others are missing before it
   */
  private boolean hasCome(Origin origin) throws IOException {
    long producer = origin.producer();
    if (producer == 0) {
      return false;
    }
    while (producers.repeated(producer, origin.sequence()) > 0) {
      log.checkOpen();
      if (producers.lastOffset(producer) < log.readableEnd()) {
        return true;
      }
      retention.awaitSettled(); // after which it may have been taken back
    }
    return false;
  }

  /** The active segment, which has room for such a frame and for what is noted of it. */
  private Segment segmentFor(int frame, Origin origin, Receipt receipt) throws IOException {
    String source = writer == null ? null : origin.source();
    int beside = source == null ? 0 : most(source.length());
    Segment segment = retention.segmentFor(frame + beside, origin.producer() != 0);
    if (receipt.failed()) {
      // The lock was let go of, and what is to come before this is not in the stream.
      throw new IOException("the messages before this one were not stored");
    }
    return segment;
  }

  /** The most that a source of so many chars takes in the file of sources. */
  static int most(int chars) {
    return MOST_UTF8 * chars + 1;
  }

  private Stamp stamp(Segment segment, Origin origin) {
    int source = writer == null ? 0 : segment.sources().number(origin.source());
    return new Stamp(log.now(), source, origin.producer(), origin.sequence());
  }

  /** Shows readers what is behind this position, or has it stored first. */
  private void added(
      Segment segment,
      int position,
      long offset,
      Stamp stamp,
      Origin origin,
      Receipt receipt,
      int start) {
    int count = (int) (segment.nextOffset() - offset);
    if (stamp.producer() != 0) {
      producers.add(stamp.producer(), stamp.sequence(), count, offset);
    }
    if (writer == null) {
      log.show(segment);
    } else {
      int length = segment.written() - position;
      var entry = new IndexEntry(offset, position, length, count, stamp, writer.forced());
      receipt.add(writer.stage(segment, entry), start, origin);
    }
  }
}
