package dev.leat.stream;

import java.util.Arrays;

/** The {@linkplain Numbered#number numbers} of a store's messages, by their offsets. */
final class Numbers {
  private long[] numbers = new long[1 << 10];
  private int size;

  void add(long number) {
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * size);
    }
    numbers[size++] = number;
  }

  long get(long offset) {
    if (offset < 0 || offset >= size) {
      throw new AssertionError("there is no message %d, but %d in all".formatted(offset, size));
    }
    return numbers[(int) offset];
  }

  int size() {
    return size;
  }

  /** The offset of the first that is another than in this; -1 if there is none. */
  int mismatch(Numbers other) {
    int both = Math.min(size, other.size);
    return Arrays.mismatch(numbers, 0, both, other.numbers, 0, both);
  }
}
