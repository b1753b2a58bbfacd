package dev.leat.stream;

import dev.leat.framing.Decoder;
import dev.leat.framing.DecoderOptions;
import dev.leat.framing.Framing;
import dev.leat.framing.FramingException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Steps from message to message through a segment, from a message's beginning. Its user holds a pin
 * on the segment, or the log's lock while the segment is kept.
 */
final class Walk {
  private final Segment segment;
  private final ByteBuffer view;

  /** Null where the bytes do not delimit themselves and the index has each message. */
  private final @Nullable Decoder decoder;

  private int number;

  /** Starts where a message begins. */
  Walk(Framing framing, Segment segment, int position, int number) {
    this.segment = segment;
    this.view = segment.view();
    this.decoder = framing.selfDelimiting() ? decoder(framing) : null;
    this.number = number;
    view.position(position);
  }

  /** Starts at an entry of the segment's index. */
  static Walk fromEntry(Framing framing, Segment segment, int entry) {
    return new Walk(
        framing, segment, segment.index().position(entry), segment.index().number(entry));
  }

  /** A decoder for what is in the log: what was let in is not measured again. */
  static Decoder decoder(Framing framing) {
    return framing.decoder(DecoderOptions.standard().max(Largest.SEGMENT));
  }

  /** Where the message begins that comes next. */
  int position() {
    return view.position();
  }

  /** The number of that message, counted from the segment's first. */
  int number() {
    return number;
  }

  /** Goes past the next message; false if there is none before the segment's visible end. */
  boolean step() {
    if (decoder == null) {
      return stepByIndex();
    }
    view.limit(segment.end());
    try {
      if (!decoder.skip(view)) {
        return false;
      }
    } catch (FramingException e) {
      throw new IllegalStateException("a segment holds bytes that its own framing cannot read", e);
    }
    number++;
    return true;
  }

  private boolean stepByIndex() {
    int end = segment.end();
    if (view.position() == end) {
      return false;
    }
    SegmentIndex index = segment.index();
    int following = number + 1;
    int until =
        following < index.size() && index.position(following) < end
            ? index.position(following)
            : end;
    view.limit(until);
    view.position(until);
    number = following;
    return true;
  }

  /** Steps until a message begins at this position or behind it. */
  void toPosition(int position) {
    while (view.position() < position && step()) {}
  }

  /** Steps until this message comes next. */
  void toNumber(int wanted) {
    while (number < wanted && step()) {}
  }
}
