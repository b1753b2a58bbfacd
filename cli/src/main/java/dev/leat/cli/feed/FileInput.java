package dev.leat.cli.feed;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A file, read as its content where it is compressed. */
record FileInput(Path path) implements Input {
  private static final int COMPRESSED_BLOCK = 64 << 10;

  /** How the content lies in a file, told by its first bytes. */
  enum Packing {
    NONE,
    GZIP,
    ZSTD
  }

  @Override
  public String name() {
    return path.toString();
  }

  /** A file is known again by where it really lies; what comes out of a pipe is not. */
  @Override
  public long producer() throws IOException {
    return Files.isRegularFile(path)
        ? History.producer(path.toRealPath().toString())
        : History.NOBODY;
  }

  @Override
  public ReadableByteChannel open() throws IOException {
    FileChannel file = FileChannel.open(path);
    try {
      return switch (packing(file)) {
        case NONE -> file;
        case GZIP -> Channels.newChannel(new GZIPInputStream(stream(file), COMPRESSED_BLOCK));
        case ZSTD -> Channels.newChannel(Zstd.decompress(stream(file)));
      };
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** Opens it for reading at any place, which takes a plain file. */
  FileChannel openAnywhere() throws IOException {
    FileChannel file = FileChannel.open(path);
    if (Files.isRegularFile(path) && packing(file) == Packing.NONE) {
      return file;
    }
    file.close();
    throw new IOException(
        "random order needs a plain file, and this is none: %s; unpack it, or put 'shuf' before leat"
            .formatted(path));
  }

  private static InputStream stream(FileChannel file) {
    return new BufferedInputStream(Channels.newInputStream(file), COMPRESSED_BLOCK);
  }

  /** Looks into a regular file; what comes out of a pipe is taken as it is. */
  private Packing packing(FileChannel file) throws IOException {
    if (!Files.isRegularFile(path)) {
      return Packing.NONE;
    }
    ByteBuffer start = ByteBuffer.allocate(4);
    while (start.hasRemaining() && file.read(start, start.position()) > 0) {}
    if (start.position() >= 2 && start.getShort(0) == (short) 0x1f8b) {
      return Packing.GZIP;
    }
    return start.position() == 4 && start.getInt(0) == 0x28b52ffd ? Packing.ZSTD : Packing.NONE;
  }
}
