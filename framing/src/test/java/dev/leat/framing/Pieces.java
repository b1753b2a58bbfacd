package dev.leat.framing;

import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.List;

/** A channel whose reads bring no more than up to the next cut. */
final class Pieces implements ReadableByteChannel {
  private final byte[] stream;
  private final List<Integer> cuts;
  private int at;
  private boolean open = true;

  /**
   * @param cuts ascending
   */
  Pieces(byte[] stream, List<Integer> cuts) {
    this.stream = stream;
    this.cuts = cuts;
  }

  @Override
  public int read(ByteBuffer target) {
    if (at == stream.length) {
      return -1;
    }
    int end = cuts.stream().filter(cut -> cut > at).findFirst().orElse(stream.length);
    int bytes = Math.min(target.remaining(), end - at);
    target.put(stream, at, bytes);
    at += bytes;
    return bytes;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }
}
