package dev.leat.cli.pace;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Speeds on the command line. Every option of type {@link Speed} is read by this. */
public final class SpeedConverter implements ITypeConverter<Speed> {
  @Override
  public Speed convert(String text) {
    try {
      return Speed.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
