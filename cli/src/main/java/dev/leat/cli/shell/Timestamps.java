package dev.leat.cli.shell;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Moments as people and programs write them. */
public final class Timestamps {
  /** Numbers from here on are milliseconds: as seconds, they would be of the year 5138. */
  private static final long FIRST_MILLIS = 100_000_000_000L;

  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}(\\.\\d{1,9})?");

  /** ISO 8601; a space may stand in place of the T, and before the offset. */
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("['T'][' ']")
          .optionalStart()
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendPattern("[' '][XXX][XX][X]")
          .optionalEnd()
          .toFormatter(java.util.Locale.ROOT);

  private Timestamps() {}

  /**
   * Reads {@code 2026-11-22T12:00:00.5Z}, {@code 2026-11-22T13:00:00+01:00}, the same with a space
   * in place of the T, without an offset in this zone, a day alone; or a number of seconds since
   * 1970, perhaps with a fraction, which from 100,000,000,000 on are milliseconds.
   *
   * @return null if it is none of these
   */
  public static @Nullable Instant parse(String text, ZoneId zone) {
    String stripped = text.strip();
    try {
      return NUMBER.matcher(stripped).matches()
          ? sinceEpoch(new BigDecimal(stripped))
          : calendar(stripped.replace(',', '.'), zone);
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  private static Instant sinceEpoch(BigDecimal number) {
    boolean millis = number.abs().compareTo(BigDecimal.valueOf(FIRST_MILLIS)) >= 0;
    BigDecimal nanos = number.movePointRight(millis ? 6 : 9);
    BigDecimal[] parts = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000));
    return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValue());
  }

  private static Instant calendar(String text, ZoneId zone) {
    return switch (FORMAT.parseBest(
        text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from)) {
      case OffsetDateTime moment -> moment.toInstant();
      case LocalDateTime moment -> moment.atZone(zone).toInstant();
      case LocalDate day -> day.atStartOfDay(zone).toInstant();
      default -> throw new DateTimeException("neither a moment nor a day");
    };
  }
}
