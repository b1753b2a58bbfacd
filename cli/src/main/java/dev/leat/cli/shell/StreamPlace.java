package dev.leat.cli.shell;

import dev.leat.stream.Cursor;
import dev.leat.stream.Entry;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Start;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A place in a stored stream, as people name it: a message's offset, or a time. */
public sealed interface StreamPlace {
  /** What is understood, for descriptions of options. */
  String FORMS =
      "a message's offset (1200), a time (2026-11-22T12:00:00Z, or without Z: here), or how long"
          + " after the first message (+5m)";

  /** At this message. */
  record AtOffset(long offset) implements StreamPlace {}

  /** At the first message of this time or later. */
  record AtTime(Instant time) implements StreamPlace {}

  /** At the first message that came so long after the first of all, or later. */
  record After(Duration sinceFirst) implements StreamPlace {}

  /**
   * Reads a place.
   *
   * @throws IllegalArgumentException if it is none; the message says what would be right
   */
  static StreamPlace parse(String text) {
    if (text.matches("\\d{1,18}")) {
      return new AtOffset(Long.parseLong(text));
    }
    if (text.startsWith("+")) {
      return new After(Durations.parse(text.substring(1)));
    }
    boolean negative = text.startsWith("-"); // also a time, but nobody means one before 1970
    Instant time = negative ? null : Timestamps.parse(text, ZoneId.systemDefault());
    if (time == null) {
      throw new IllegalArgumentException("'" + text + "' is no place in a stream: write " + FORMS);
    }
    return new AtTime(time);
  }

  /**
   * The moment that is meant; null where it is an offset, and where there is no first message that
   * it could be after.
   */
  default @Nullable Instant time(MessageLog store) throws IOException {
    return switch (this) {
      case AtOffset place -> null;
      case AtTime place -> place.time();
      case After place -> {
        Instant first = first(store);
        yield first == null ? null : first.plus(place.sinceFirst());
      }
    };
  }

  /**
   * The offset that is meant in this store; of a time that has not come yet, that of the next
   * message to come.
   */
  default long offset(MessageLog store) throws IOException {
    if (this instanceof AtOffset place) {
      return place.offset();
    }
    Instant time = time(store);
    Start start = time == null ? Start.earliest() : Start.time(time);
    try (Cursor cursor = store.cursor(start)) {
      return cursor.counts().offset();
    }
  }

  private static @Nullable Instant first(MessageLog store) throws IOException {
    try (Cursor cursor = store.cursor(Start.earliest())) {
      cursor.endHere();
      Entry first = cursor.next();
      return first == null ? null : first.time();
    }
  }

  /** Places on the command line. */
  final class Converter implements ITypeConverter<StreamPlace> {
    @Override
    public StreamPlace convert(String text) {
      try {
        return parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
