package dev.leat.framing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads binary lengths. */
final class BinaryLengthDecoder extends CountedDecoder {
  private final BinaryLength framing;

  BinaryLengthDecoder(BinaryLength framing, DecoderOptions options) {
    super(options, -1);
    this.framing = framing;
  }

  @Override
  boolean readHeader(ByteBuffer input) throws MalformedFrame {
    int end = headerLength();
    if (input.remaining() < end) {
      return false;
    }
    int from = input.position();
    long length = read(input, from + framing.offset());
    if (length < 0) {
      throw malformed("the length is negative", input, from, from + end);
    }
    long following = Math.min(length, LONGEST) + framing.adjust() - (framing.inclusive() ? end : 0);
    if (following < 0) {
      throw malformed("the length " + length + " is less than its header", input, from, from + end);
    }
    long message = end + following - framing.strip();
    if (message < 0) {
      throw malformed(
          "a frame of "
              + (end + following)
              + " bytes is less than the "
              + framing.strip()
              + " to strip",
          input,
          from,
          from + end);
    }
    return lengths(framing.strip(), message);
  }

  /** Without regard to the order that the input happens to have. */
  private long read(ByteBuffer input, int at) {
    boolean swapped = input.order() != framing.order();
    return switch (framing.width()) {
      case 1 -> input.get(at) & 0xffL;
      case 2 -> (swapped ? Short.reverseBytes(input.getShort(at)) : input.getShort(at)) & 0xffffL;
      case 4 ->
          (swapped ? Integer.reverseBytes(input.getInt(at)) : input.getInt(at)) & 0xffff_ffffL;
      case 8 -> swapped ? Long.reverseBytes(input.getLong(at)) : input.getLong(at);
      default -> {
        int first = input.get(at) & 0xff;
        int last = input.get(at + 2) & 0xff;
        boolean big = framing.order() == ByteOrder.BIG_ENDIAN;
        int middle = input.get(at + 1) & 0xff;
        yield ((big ? first : last) << 16) | (middle << 8) | (big ? last : first);
      }
    };
  }

  @Override
  int headerLength() {
    return framing.offset() + framing.width();
  }
}
