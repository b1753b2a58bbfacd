package dev.leat.framing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the user sends and receives: bytes that belong to whoever holds them. Immutable as long as
 * nobody writes to {@link #bytes()}.
 */
public final class Message {
  private final byte[] bytes;

  private Message(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A message of these bytes, which are not copied. */
  public static Message of(byte[] bytes) {
    return new Message(bytes);
  }

  /** A message of this text in UTF-8. */
  public static Message of(String text) {
    return new Message(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A copy of what the buffer holds between its position and its limit, which stay as they are. */
  public static Message copyOf(ByteBuffer lent) {
    if (lent.hasArray()) {
      int from = lent.arrayOffset() + lent.position();
      // Unlike a new array, a copied one need not be filled with zeros first.
      return new Message(Arrays.copyOfRange(lent.array(), from, from + lent.remaining()));
    }
    byte[] bytes = new byte[lent.remaining()];
    lent.get(lent.position(), bytes);
    return new Message(bytes);
  }

  /** The bytes themselves, not a copy. */
  public byte[] bytes() {
    return bytes;
  }

  /** A new read-only view of the bytes. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** The bytes read as UTF-8; what is not UTF-8 becomes U+FFFD. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** How many bytes. */
  public int size() {
    return bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Message message && Arrays.equals(bytes, message.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The message as {@link #text()}, for logs and debuggers. */
  @Override
  public String toString() {
    return text();
  }
}
