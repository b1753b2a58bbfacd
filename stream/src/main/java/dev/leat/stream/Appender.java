package dev.leat.stream;

import dev.leat.framing.Decoder;
import dev.leat.framing.DecoderOptions;
import dev.leat.framing.FrameTooLong;
import dev.leat.framing.Framing;
import dev.leat.framing.FramingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages into the active segment, and has them shown to readers, or stored first. Used
 * under the log's lock.
 */
final class Appender {
  private final MessageLog log;
  private final Framing framing;
  private final Retention retention;

  /** Null if the log is in memory only. */
  private final @Nullable LogWriter writer;

  private final Largest largest;

  Appender(MessageLog log, Largest largest, Retention retention, @Nullable LogWriter writer) {
    this.log = log;
    this.framing = log.framing();
    this.largest = largest;
    this.retention = retention;
    this.writer = writer;
  }

  /** Appends a message, and answers its offset. */
  long append(ByteBuffer message, Receipt receipt) throws IOException {
    return append(message, receipt, message.position());
  }

  /**
   * @param start where what brings the message begins in the caller's buffer
   */
  private long append(ByteBuffer message, Receipt receipt, int start) throws IOException {
    int length = message.remaining();
    if (length > largest.message()) {
      throw new FrameTooLong(length, largest.message());
    }
    Segment segment = segmentFor((int) framing.frameBound(length), receipt);
    long offset = segment.nextOffset();
    int position = segment.written();
    long time = log.now();
    segment.append(framing, message, time);
    added(segment, position, offset, time, receipt, start);
    return offset;
  }

  /** Appends the complete frames at the start of the buffer, and answers how many there were. */
  int appendFrames(ByteBuffer frames, Receipt receipt) throws IOException {
    Decoder decoder = framing.decoder(DecoderOptions.standard().max(largest.message()));
    ByteBuffer ahead = frames.duplicate();
    int appended = 0;
    ByteBuffer message;
    do {
      appended += appendWhole(frames, ahead, decoder, receipt);
      message = decoder.decode(ahead);
      if (message != null) {
        append(message, receipt, frames.position());
        frames.position(ahead.position());
        appended++;
      }
    } while (message != null);
    return appended;
  }

  /** Appends frames up to one that is not there as a whole, or has to be looked at. */
  private int appendWhole(ByteBuffer frames, ByteBuffer ahead, Decoder decoder, Receipt receipt)
      throws IOException {
    int appended = 0;
    boolean more = decoder.skip(ahead);
    while (more) {
      int length = ahead.position() - frames.position();
      if (length > largest.frame()) {
        throw new FrameTooLong(length, largest.message());
      }
      Segment segment = segmentFor(length, receipt);
      int before = segment.messages();
      more = appendRun(segment, frames, ahead, decoder, receipt);
      appended += segment.messages() - before;
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
      Segment segment, ByteBuffer frames, ByteBuffer ahead, Decoder decoder, Receipt receipt)
      throws FramingException {
    long time = log.now();
    long offset = segment.nextOffset();
    int position = segment.written();
    int start = frames.position();
    int end = start;
    boolean more = true;
    try {
      while (more && segment.hasRoom(ahead.position() - start) && together(ahead, start, end)) {
        segment.noteAhead(end - start, time);
        end = ahead.position();
        more = decoder.skip(ahead);
      }
    } finally {
      segment.append(frames.slice(start, end - start));
      added(segment, position, offset, time, receipt, start);
      frames.position(end);
    }
    return more;
  }

  /** Whether the frame that ends ahead goes into one entry with those before it, if any. */
  private boolean together(ByteBuffer ahead, int start, int end) {
    return writer == null
        || end == start
        || (framing.selfDelimiting() && ahead.position() - start <= IndexEntry.LARGEST_BATCH);
  }

  private Segment segmentFor(int frame, Receipt receipt) throws IOException {
    Segment segment = retention.segmentFor(frame);
    if (receipt.failed()) {
      // The lock was let go of, and what is to come before this is not in the stream.
      throw new IOException("the messages before this one were not stored");
    }
    return segment;
  }

  /** Shows readers what is behind this position, or has it stored first. */
  private void added(
      Segment segment, int position, long offset, long time, Receipt receipt, int start) {
    if (writer == null) {
      log.show(segment);
    } else {
      int length = segment.written() - position;
      int count = (int) (segment.nextOffset() - offset);
      receipt.add(writer.stage(segment, position, length, offset, count, time), start);
    }
  }
}
