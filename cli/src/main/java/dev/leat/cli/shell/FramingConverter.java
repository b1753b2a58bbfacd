package dev.leat.cli.shell;

import dev.leat.framing.Framing;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Framings in their text form. Every option of type {@link Framing} is read by this. */
public final class FramingConverter implements ITypeConverter<Framing> {
  @Override
  public Framing convert(String text) {
    try {
      return Framing.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
