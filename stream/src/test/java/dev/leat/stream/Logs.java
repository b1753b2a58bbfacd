package dev.leat.stream;

import dev.leat.framing.Framing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Logs that are easy to reckon with: 4 KiB of retention are four segments, each of which holds ten
 * {@linkplain #line lines}.
 */
final class Logs {
  static final LogOptions TINY = LogOptions.standard().retention(4 << 10).slowTimeout(null);

  /** Lines that a segment of {@link #TINY} holds, and that the log holds at most. */
  static final int PER_SEGMENT = 10;

  static final int KEPT = 4 * PER_SEGMENT;

  private Logs() {}

  static MessageLog tiny(Slow slow) {
    return lines(TINY.slow(slow), new TestClock());
  }

  static MessageLog lines(LogOptions options, TestClock clock) {
    return new MessageLog(Framing.lines(), options, clock);
  }

  /** A line that says its number and takes 99 bytes on the wire. */
  static String line(long number) {
    return "%-97d.".formatted(number);
  }

  static List<String> lines(int from, int to) {
    return IntStream.range(from, to).mapToObj(Logs::line).toList();
  }

  /** Appends the lines from the log's next offset to this. */
  static void fill(MessageLog log, int to) throws IOException {
    for (long i = log.next(); i < to; i++) {
      log.append(line(i));
    }
  }

  static ByteBuffer utf8(String text) {
    return StandardCharsets.UTF_8.encode(text);
  }

  /** Reads so many messages. */
  static List<String> read(Cursor cursor, int count) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Entry entry = cursor.next();
      if (entry == null) {
        throw new AssertionError("the stream has ended after " + i + " messages of " + count);
      }
      texts.add(entry.message().text());
    }
    return texts;
  }

  /** Reads to the end of a finished stream. */
  static List<String> readAll(Cursor cursor) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Entry entry; (entry = cursor.next()) != null; ) {
      texts.add(entry.message().text());
    }
    return texts;
  }

  static long earliest(MessageLog log) {
    return log.counts().earliest();
  }
}
