package dev.leat.stream;

import java.io.IOException;

/** The header of a segment's index was read, and is not as it was written, or never was. */
final class HeaderDamaged extends IOException {
  private static final long serialVersionUID = 1;

  HeaderDamaged(String what) {
    super(what);
  }
}
