package dev.leat.cli.feed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * What is left of many bytes for comparing them.
 *
 * @param length how many they were
 */
record Digest(long length, long checksum) {

  static Digest of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in);
    }
  }

  static Digest of(InputStream in) throws IOException {
    var checksum = new CRC32C();
    byte[] buffer = new byte[1 << 16];
    long length = 0;
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      checksum.update(buffer, 0, count);
      length += count;
    }
    return new Digest(length, checksum.getValue());
  }
}
