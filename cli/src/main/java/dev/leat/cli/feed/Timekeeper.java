package dev.leat.cli.feed;

import dev.leat.cli.pace.Timeline;
import dev.leat.cli.shell.Timestamps;
import dev.leat.framing.Decoder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Holds each message back until its own time has come. One that says none goes with the message
 * before it. Used by one thread.
 */
final class Timekeeper {
  private final TimeField field;
  private final Reading reading;
  private final ZoneId zone = ZoneId.systemDefault();
  private final Decoder decoder;
  private Timeline timeline;
  private TimeText times;

  Timekeeper(TimeField field, Reading reading) {
    this.field = field;
    this.reading = reading;
    this.decoder = reading.framing().decoder(reading.options());
    this.timeline = new Timeline(field.speed());
    this.times = new JsonTime(field.name());
  }

  /** The first file comes again, and with it the first time. */
  void restart() {
    timeline = new Timeline(field.speed());
  }

  /** Hands on the messages of a file's head, the last of which names the columns. */
  Target head(Target target) {
    return new Target() {
      private int line;

      @Override
      public void frames(ByteBuffer frames, long count) throws IOException {
        ByteBuffer ahead = frames.duplicate();
        Decoder heads = reading.framing().decoder(reading.options());
        for (ByteBuffer head; (head = heads.decode(ahead)) != null; ) {
          name(head);
        }
        target.frames(frames, count);
      }

      @Override
      public void message(ByteBuffer message) throws IOException {
        name(message);
        target.message(message);
      }

      private void name(ByteBuffer head) throws IOException {
        line++;
        if (field.form() == TimeField.Form.CSV && line == reading.headerLines()) {
          times = new CsvTime(field.name(), text(head));
        }
      }
    };
  }

  /**
   * Hands on a message, or a frame, when its time has come.
   *
   * @param reader from whom it comes
   */
  Target onTime(Target target, InputReader reader) {
    return new Target() {
      @Override
      public void frames(ByteBuffer frame, long count) throws IOException {
        ByteBuffer message = decoder.decode(frame.duplicate());
        if (message != null) {
          await(message, reader.passed());
        }
        target.frames(frame, count);
      }

      @Override
      public void message(ByteBuffer message) throws IOException {
        await(message, reader.passed());
        target.message(message);
      }

      @Override
      public long room() {
        return target.room();
      }

      @Override
      public void flush() throws IOException {
        target.flush();
      }
    };
  }

  private void await(ByteBuffer message, long passed) throws IOException {
    Instant due = time(text(message), passed);
    if (due == null) {
      return;
    }
    try {
      timeline.await(due);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the time of a message");
    }
  }

  /**
   * @param passed messages of the file before it
   */
  private @Nullable Instant time(String message, long passed) throws IOException {
    String text = times.in(message);
    if (text == null || text.isBlank()) {
      if (passed == reading.headerLines()) {
        throw new IOException(
            "line %d, the first, has no '%s' (--time-field)".formatted(passed + 1, field.name()));
      }
      return null;
    }
    Instant time = Timestamps.parse(text, zone);
    if (time == null) {
      throw new IOException(
          "line %d: '%s' is no time: '%s' (2026-11-22T12:00:00Z, or seconds or milliseconds since 1970)"
              .formatted(passed + 1, field.name(), text));
    }
    return time;
  }

  private static String text(ByteBuffer message) {
    return StandardCharsets.UTF_8.decode(message.duplicate()).toString();
  }
}
