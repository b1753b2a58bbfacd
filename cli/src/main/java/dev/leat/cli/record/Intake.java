package dev.leat.cli.record;

import dev.leat.framing.Decoder;
import dev.leat.framing.DecoderOptions;
import dev.leat.stream.Origin;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Stores what comes from one peer: whole frames as they come, a message that must be looked at
 * framed anew. What is there of a frame that is not complete is kept until it is. Used by one
 * thread.
 */
final class Intake {
  private static final int SMALLEST = 4 << 10;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Recording recording;
  private final Origin origin;
  private final DecoderOptions options;
  private Decoder decoder;
  private long dropped;

  /** The beginning of a frame: from position to limit, with room behind it. */
  private ByteBuffer kept = NOTHING;

  Intake(Recording recording, Origin origin, DecoderOptions options) {
    this.recording = recording;
    this.origin = origin;
    this.options = options;
    this.decoder = recording.framing().decoder(options);
  }

  /** Takes what one read has brought. Where no more messages are wanted, the rest is left out. */
  void take(ByteBuffer read) throws IOException {
    boolean direct = !kept.hasRemaining();
    ByteBuffer input = direct ? read : joined(read);
    recording.append(wanted -> store(input, wanted));
    countDropped();
    if (!input.hasRemaining()) {
      kept = NOTHING;
    } else if (direct) {
      keep(input);
    }
  }

  private void store(ByteBuffer input, long wanted) throws IOException {
    long left = wanted;
    while (left > 0) {
      left -= recording.frames(decoder, input, left, origin);
      ByteBuffer message = left > 0 ? decoder.decode(input) : null;
      if (message == null) {
        return;
      }
      recording.message(message, origin);
      left--;
    }
  }

  /** What is kept, with this behind it. */
  private ByteBuffer joined(ByteBuffer read) {
    int length = kept.remaining() + read.remaining();
    if (kept.capacity() - kept.limit() < read.remaining()) {
      kept = ByteBuffer.allocate(Math.max(SMALLEST, 2 * length)).put(kept).flip();
    }
    int end = kept.limit();
    kept.limit(end + read.remaining()).put(end, read, read.position(), read.remaining());
    return kept;
  }

  private void keep(ByteBuffer rest) {
    int capacity = Math.max(SMALLEST, rest.remaining());
    kept = ByteBuffer.allocate(capacity).put(rest).flip();
  }

  /** Whether something of a message has come, and not all of it. */
  boolean begun() {
    return decoder.begun(kept);
  }

  /** Takes what is there of a message for all of it. */
  void takePartial() throws IOException {
    ByteBuffer message = decoder.takePartial(kept);
    if (message != null) {
      store(message);
    }
  }

  /**
   * The peer has finished: a last message that only lacks its delimiter is complete.
   *
   * @throws dev.leat.framing.TruncatedFrame if the last message is not complete
   */
  void finish() throws IOException {
    ByteBuffer rest = kept;
    kept = NOTHING;
    Decoder ended = decoder;
    decoder = recording.framing().decoder(options); // for another connection with this peer
    try {
      for (ByteBuffer last; (last = ended.finish(rest)) != null; ) {
        store(last);
      }
    } finally {
      recording.lost(ended.dropped() - dropped);
      dropped = 0;
    }
  }

  private void store(ByteBuffer message) throws IOException {
    recording.append(wanted -> {
      if (wanted > 0) {
        recording.message(message, origin);
      }
    });
  }

  private void countDropped() {
    long total = decoder.dropped();
    recording.lost(total - dropped);
    dropped = total;
  }
}
