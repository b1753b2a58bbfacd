package dev.leat.cli.shell;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads one of a few words: the names of an enum's values, in small letters. */
public final class Words<E extends Enum<E>> implements ITypeConverter<E> {
  private final List<E> values;

  private Words(List<E> values) {
    this.values = values;
  }

  /** A converter for this enum. */
  public static <E extends Enum<E>> Words<E> of(Class<E> type) {
    return new Words<>(Arrays.asList(type.getEnumConstants()));
  }

  @Override
  public E convert(String text) {
    for (E value : values) {
      if (word(value).equalsIgnoreCase(text)) {
        return value;
      }
    }
    throw new TypeConversionException(
        "'"
            + text
            + "' is not one of "
            + values.stream().map(Words::word).collect(Collectors.joining(", ")));
  }

  /** As people write it. */
  public static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
