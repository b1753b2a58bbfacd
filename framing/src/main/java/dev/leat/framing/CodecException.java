package dev.leat.framing;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A message that is not what its {@link Codec} reads, or a value that it cannot write. Only this
 * one message is concerned: the framing is intact, and the connection as good as before.
 */
public final class CodecException extends IOException {
  private static final long serialVersionUID = 1;

  /** What {@link #position()} is where nobody knows. */
  public static final int UNKNOWN = -1;

  private final int position;

  /**
   * @param what a sentence that says what is wrong and where
   * @param position see {@link #position()}
   * @param cause what the codec's library has thrown, if it has
   */
  public CodecException(String what, int position, @Nullable Throwable cause) {
    super(what, cause);
    this.position = position;
  }

  /**
   * Where: the byte of a message that cannot be read, or the {@code char} of a text that cannot be
   * written, counted from 0; {@link #UNKNOWN} where nobody knows.
   */
  public int position() {
    return position;
  }
}
