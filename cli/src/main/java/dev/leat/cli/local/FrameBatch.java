package dev.leat.cli.local;

import dev.leat.framing.Framing;
import dev.leat.framing.UnencodableMessage;
import java.nio.ByteBuffer;

/**
 * Messages as they will lie in a stored stream, so that many are appended at a time: each append
 * waits until it is in the files.
 */
public final class FrameBatch {
  private static final int BYTES = 64 << 10;

  private final Framing framing;
  private final boolean usable;
  private final ByteBuffer frames = ByteBuffer.allocate(BYTES);
  private int count;

  /**
   * @param framing of the stream
   */
  public FrameBatch(Framing framing) {
    this.framing = framing;
    this.usable = framing.selfDelimiting();
  }

  /**
   * Adds a message, which is not consumed.
   *
   * @return false if it has to be appended alone, or the batch before it
   * @throws UnencodableMessage if the framing cannot carry it
   */
  public boolean add(ByteBuffer message) throws UnencodableMessage {
    if (!usable || framing.frameBound(message.remaining()) > frames.remaining()) {
      return false;
    }
    int start = frames.position();
    try {
      framing.encode(message.duplicate(), frames);
    } catch (UnencodableMessage e) {
      frames.position(start);
      throw e;
    }
    count++;
    return true;
  }

  /** How many messages are in it. */
  public int count() {
    return count;
  }

  /** The frames of all of them, which leave it. */
  public ByteBuffer take() {
    ByteBuffer taken = frames.duplicate().flip();
    frames.clear();
    count = 0;
    return taken;
  }
}
