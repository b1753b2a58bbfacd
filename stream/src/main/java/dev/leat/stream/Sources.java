package dev.leat.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the messages of a segment came from: names, numbered from 1 in the order in which they came
 * first. The file has a line for each.
 *
 * <p>Added to under the log's lock, or by the only thread that knows it. Whoever has seen a message
 * may ask for the name of its source.
 */
final class Sources {
  /**
   * As many as a segment may have: their names take heap, and whoever forges the senders of
   * datagrams has as many as he likes.
   */
  static final int MOST = 8 << 10;

  private static final byte[] NO_BYTES = {};

  private final Map<String, Integer> numbers = new HashMap<>();
  private volatile String[] names = {};
  private volatile byte[][] encoded = {};
  private volatile int size;
  private int bytes;

  /** The number of a source, which is added if it is not there; 0 for none. */
  int number(@Nullable String source) {
    if (source == null) {
      return 0;
    }
    Integer known = numbers.get(source);
    return known == null ? add(source.getBytes(UTF_8)) : known;
  }

  /** Adds the source whose name in UTF-8 this is, and answers its number. */
  int add(byte[] utf8) {
    int number = size + 1;
    if (number > names.length) {
      int capacity = Math.max(4, 2 * number);
      names = Arrays.copyOf(names, capacity);
      encoded = Arrays.copyOf(encoded, capacity);
    }
    String name = new String(utf8, UTF_8);
    names[number - 1] = name;
    encoded[number - 1] = utf8;
    numbers.putIfAbsent(name, number);
    bytes += utf8.length + 1;
    size = number;
    return number;
  }

  /** Forgets all of them: nobody has seen a message that came from one. */
  void clear() {
    numbers.clear();
    bytes = 0;
    size = 0;
  }

  /** How many there are: the highest number. */
  int size() {
    return size;
  }

  /** Bytes of the file. */
  int bytes() {
    return bytes;
  }

  /** The name with this number; null for 0. */
  @Nullable String name(int number) {
    return number == 0 ? null : names[number - 1];
  }

  /** The same as it is in the file; nothing for 0. */
  byte[] utf8(int number) {
    return number == 0 ? NO_BYTES : encoded[number - 1];
  }
}
