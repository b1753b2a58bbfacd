package dev.leat.cli.shell;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The process's standard input, not buffered. Unlike a {@link FileInputStream}'s, its read ends
 * when another thread closes it; what it has got by then it answers.
 */
final class StandardInput extends InputStream {
  private final FileInputStream stream = new FileInputStream(FileDescriptor.in);
  private final FileChannel channel = stream.getChannel();

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return channel.read(ByteBuffer.wrap(target, offset, length));
  }

  @Override
  public int available() throws IOException {
    return stream.available();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
