package dev.leat.cli.feed;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The one place that knows the library for zstd, so that it is loaded when a file needs it. */
final class Zstd {
  private Zstd() {}

  /** The content of what was compressed. */
  static InputStream decompress(InputStream compressed) throws IOException {
    try {
      return new ZstdInputStream(compressed);
    } catch (LinkageError e) {
      throw new IOException(
          "zstd cannot be read on this system; decompress it first: zstd -dc FILE | leat feed", e);
    }
  }
}
