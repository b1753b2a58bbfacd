package dev.leat.framing;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;

/**
 * One or more byte sequences, any of which ends a message.
 *
 * <p>The one whose last byte comes first ends the message; where two end at the same byte, the
 * longer does. So the answer never depends on bytes that have not come yet, and LF beside CR LF
 * reads as people expect.
 */
final class Delimiters {
  private static final Comparator<byte[]> LONGEST_FIRST =
      Comparator.comparingInt((byte[] mark) -> -mark.length).thenComparing(Arrays::compare);

  private final byte[] written;
  private final byte[][] longestFirst;

  /** Bit set of the bytes that end a delimiter. */
  private final long[] lasts = new long[4];

  /** Whether all end with the same byte, which can then be sought eight at a time. */
  private final boolean oneLast;

  /** Whether that byte is a delimiter by itself, so that wherever it stands a message ends. */
  private final boolean lastSuffices;

  /** Whether they are LF and CR LF, the most common and the quickest to tell apart. */
  private final boolean lines;

  /**
   * @param alternatives the delimiters; the first is the one written
   * @throws IllegalArgumentException if there is none, or one is empty, there twice, or can never
   *     be found
   */
  Delimiters(byte[]... alternatives) {
    if (alternatives.length == 0) {
      throw new IllegalArgumentException("a delimiter is needed");
    }
    written = alternatives[0];
    longestFirst = alternatives.clone();
    Arrays.sort(longestFirst, LONGEST_FIRST);
    for (byte[] mark : longestFirst) {
      if (mark.length == 0) {
        throw new IllegalArgumentException("a delimiter cannot be empty");
      }
      int last = mark[mark.length - 1] & 0xff;
      lasts[last >> 6] |= 1L << last;
    }
    oneLast = Arrays.stream(lasts).map(Long::bitCount).sum() == 1;
    lines = Arrays.deepEquals(longestFirst, new byte[][] {{'\r', '\n'}, {'\n'}});
    lastSuffices = oneLast && longestFirst[longestFirst.length - 1].length == 1;
    for (int i = 0; i < longestFirst.length; i++) {
      byte[] mark = longestFirst[i];
      if (i > 0 && Arrays.equals(mark, longestFirst[i - 1])) {
        throw new IllegalArgumentException(
            "the delimiter " + Bytes.quote(mark) + " is there twice");
      }
      if (findLast(ByteBuffer.wrap(mark), 0, 0, mark.length) < mark.length - 1) {
        throw new IllegalArgumentException(
            "the delimiter "
                + Bytes.quote(mark)
                + " can never be found: another one inside it ends the message before");
      }
    }
  }

  /** The one that an encoder writes; not to be changed. */
  byte[] written() {
    return written;
  }

  /** All of them, the written one first, the others from the longest on. */
  byte[][] all() {
    byte[][] all = longestFirst.clone();
    Arrays.sort(all, Comparator.comparing((byte[] mark) -> !Arrays.equals(mark, written)));
    return all;
  }

  /** Bytes of the longest. */
  int longest() {
    return longestFirst[0].length;
  }

  /**
   * Where the first delimiter that ends in [from, to), and begins at start or later, has its last
   * byte; or -1.
   */
  int findLast(ByteBuffer input, int start, int from, int to) {
    int at = nextLast(input, from, to);
    while (at >= 0 && !lastSuffices && lengthAt(input, start, at) == 0) {
      at = nextLast(input, at + 1, to);
    }
    return at;
  }

  /**
   * Goes behind the last delimiter that ends before {@code to}, and answers how many there were;
   * none where that takes a look at each.
   */
  int pass(ByteBuffer input, int to) {
    byte sought = written[written.length - 1];
    int count = lastSuffices ? ByteScan.count(input, input.position(), to, sought) : 0;
    if (count > 0) {
      int last = to - 1;
      while (input.get(last) != sought) {
        last--;
      }
      input.position(last + 1);
    }
    return count;
  }

  private int nextLast(ByteBuffer input, int from, int to) {
    if (oneLast) {
      return ByteScan.indexOf(input, from, to, written[written.length - 1]);
    }
    for (int at = from; at < to; at++) {
      int b = input.get(at) & 0xff;
      if ((lasts[b >> 6] & (1L << b)) != 0) {
        return at;
      }
    }
    return -1;
  }

  /**
   * Bytes of the longest delimiter that has its last byte at the index, and begins at start or
   * later; 0 if there is none.
   */
  int lengthAt(ByteBuffer input, int start, int last) {
    if (lines) {
      return last > start && input.get(last - 1) == '\r' ? 2 : 1;
    }
    for (byte[] mark : longestFirst) {
      if (endsWith(input, start, last + 1, mark, mark.length)) {
        return mark.length;
      }
    }
    return 0;
  }

  /**
   * Bytes at the end of [start, end) that the written delimiter behind them would swallow, as an LF
   * does a CR; else 0.
   */
  int swallowed(ByteBuffer input, int start, int end) {
    for (byte[] mark : longestFirst) {
      int before = mark.length - written.length;
      if (before > 0 && joins(input, start, end, mark, before)) {
        return before;
      }
    }
    return 0;
  }

  /**
   * Whether the end of [start, end) and the beginning of the written delimiter behind it would be
   * found as a delimiter.
   */
  boolean meetsEarly(ByteBuffer input, int start, int end) {
    for (byte[] mark : longestFirst) {
      for (int before = Math.max(1, mark.length - written.length + 1);
          before < mark.length;
          before++) {
        if (joins(input, start, end, mark, before)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Whether so many bytes of the mark end the message, and the rest of it begins the written
   * delimiter.
   */
  private boolean joins(ByteBuffer input, int start, int end, byte[] mark, int before) {
    return Arrays.equals(mark, before, mark.length, written, 0, mark.length - before)
        && endsWith(input, start, end, mark, before);
  }

  private static boolean endsWith(ByteBuffer input, int start, int end, byte[] mark, int bytes) {
    int from = end - bytes;
    if (from < start) {
      return false;
    }
    for (int i = 0; i < bytes; i++) {
      if (input.get(from + i) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Delimiters that && Arrays.deepEquals(all(), that.all());
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(all());
  }
}
