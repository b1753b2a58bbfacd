package dev.leat.cli.shell;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Where data goes: standard output or a file. Its failures are {@link OutputFailed}. */
public final class DataOutput extends OutputStream {
  private final String name;
  private final OutputStream out;

  DataOutput(String name, OutputStream out) {
    this.name = name;
    this.out = out;
  }

  /**
   * The end of a file, which is created if need be.
   *
   * @throws IOException if it cannot be opened
   */
  public static DataOutput appendTo(Path file) throws IOException {
    // Not a channel: that would be closed for all when one of its threads is interrupted.
    return new DataOutput(file.toString(), new FileOutputStream(file.toFile(), true));
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw OutputFailed.of(name, e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      out.close();
    } catch (IOException e) {
      throw OutputFailed.of(name, e);
    }
  }
}
