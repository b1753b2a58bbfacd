package dev.leat.cli.shell;

import dev.leat.stream.MessageLog;
import java.io.IOException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where in a stream a new client starts. */
public sealed interface From {
  /** A place that needs no number. */
  enum Word implements From {
    /** At the oldest message kept. */
    EARLIEST,
    /** At the newest message that is there. */
    LAST,
    /** At the next message to come. */
    LATEST
  }

  /** At a place in a stream that is kept. */
  record Place(StreamPlace place) implements From {}

  /**
   * The offset at which one who comes now starts.
   *
   * @param earliest the first that there is for it
   */
  default long offset(MessageLog log, long earliest) throws IOException {
    long next = log.next();
    return switch (this) {
      case Word.EARLIEST -> earliest;
      case Word.LAST -> Math.max(earliest, next - 1);
      case Word.LATEST -> next;
      case Place(StreamPlace place) -> Math.clamp(place.offset(log), earliest, next);
    };
  }

  /**
   * Refuses an offset that the stream has not come to.
   *
   * @throws UsageError if it is one
   */
  default void check(MessageLog log) {
    if (this instanceof Place(StreamPlace.AtOffset(long offset)) && offset > log.next()) {
      throw new UsageError(
          "--from %d: the stream has not come so far, its next message is %d"
              .formatted(offset, log.next()));
    }
  }

  /** On the command line. */
  final class Converter implements ITypeConverter<From> {
    private final Words<Word> words = Words.of(Word.class);

    @Override
    public From convert(String text) {
      try {
        return words.convert(text);
      } catch (TypeConversionException e) {
        return place(text, e);
      }
    }

    private static From place(String text, TypeConversionException noWord) {
      try {
        return new Place(StreamPlace.parse(text));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            noWord.getMessage() + ", nor an offset (1200), nor a time (2026-11-22T12:00:00Z)");
      }
    }
  }
}
