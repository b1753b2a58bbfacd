package dev.leat.cli.shell;

import java.io.IOException;
import java.io.OutputStream;

/** Standard output, whose failures say that it was standard output that failed. */
final class StandardOutput extends OutputStream {
  private final OutputStream out;

  StandardOutput(OutputStream out) {
    this.out = out;
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
      String why = String.valueOf(e.getMessage());
      if (why.contains("Broken pipe")) {
        throw new OutputClosed();
      }
      throw new IOException("cannot write to standard output: " + why, e);
    }
  }
}
