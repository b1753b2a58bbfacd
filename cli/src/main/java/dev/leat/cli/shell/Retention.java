package dev.leat.cli.shell;

import dev.leat.stream.LogOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How much of a stream is kept.
 *
 * @param bytes so many
 * @param age what is older goes; null keeps it
 */
public record Retention(long bytes, @Nullable Duration age) {
  /** What a stream in memory keeps unless told otherwise. */
  public static final Retention MEMORY = new Retention(LogOptions.DEFAULT_RETENTION, null);

  /** More than any disk has, and far from where sums of it overflow. */
  public static final Retention EVERYTHING = new Retention(Long.MAX_VALUE / 4, null);

  /**
   * For a log.
   *
   * @throws UsageError if it is too little for any
   */
  public LogOptions of(LogOptions options) {
    try {
      return options.retention(bytes).maxAge(age);
    } catch (IllegalArgumentException e) {
      throw new UsageError("--retention " + this + ": " + e.getMessage());
    }
  }

  /** As people write it. */
  @Override
  public String toString() {
    return age == null ? Sizes.text(bytes) : Durations.text(age);
  }

  /** {@code 10GB} or {@code 7d}, on the command line. */
  public static final class Converter implements ITypeConverter<Retention> {
    @Override
    public Retention convert(String text) {
      try {
        return new Retention(Sizes.parse(text), null);
      } catch (IllegalArgumentException noSize) {
        return new Retention(EVERYTHING.bytes(), age(text, noSize));
      }
    }

    private static Duration age(String text, IllegalArgumentException noSize) {
      try {
        Duration age = Durations.parse(text);
        if (age.isPositive()) {
          return age;
        }
      } catch (IllegalArgumentException noTime) {
        // Neither of the two, as is said below.
      }
      throw new TypeConversionException(noSize.getMessage() + "; nor is it a time: 7d, 12h");
    }
  }
}
