package dev.leat.cli.feed;

import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;

/** Gives a few bytes a read, as a slow pipe does. */
record DrippingInput(String content, int bytesARead) implements Input {
  @Override
  public String name() {
    return "standard input";
  }

  @Override
  public ReadableByteChannel open() {
    return Channels.newChannel(
        new ByteArrayInputStream(content.getBytes(StandardCharsets.ISO_8859_1)) {
          @Override
          public int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, bytesARead));
          }

          @Override
          public int available() {
            return 0;
          }
        });
  }
}
