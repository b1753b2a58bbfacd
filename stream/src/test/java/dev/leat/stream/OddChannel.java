package dev.leat.stream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/** Takes as many bytes of each write as it is told, and keeps them. */
final class OddChannel implements WritableByteChannel {
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
  private final IntSupplier most;

  OddChannel(IntSupplier most) {
    this.most = most;
  }

  /** What a cursor writes up to its end, a few bytes at a time. */
  static String drain(Cursor cursor, int most) throws IOException {
    var channel = new OddChannel(() -> most);
    while (cursor.writeTo(channel) >= 0) {}
    return channel.text();
  }

  @Override
  public int write(ByteBuffer source) {
    byte[] bytes = new byte[Math.min(most.getAsInt(), source.remaining())];
    source.get(bytes);
    taken.writeBytes(bytes);
    return bytes.length;
  }

  String text() {
    return taken.toString(StandardCharsets.UTF_8);
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
