package dev.leat.framing;

/** A frame is, or claims to be, longer than the maximum in force. */
public final class FrameTooLong extends FramingException {
  private static final long serialVersionUID = 1;
  private final long length;
  private final int limit;

  /**
   * @param length bytes of the message: as claimed by its header, or as received so far where
   *     nothing claims a length
   * @param limit the maximum in force, in bytes
   */
  public FrameTooLong(long length, int limit) {
    super("message too long: " + length + " bytes or more, the limit is " + limit);
    this.length = length;
    this.limit = limit;
  }

  /** Bytes of the message, as claimed or as received so far. */
  public long length() {
    return length;
  }

  /** The maximum in force, in bytes. */
  public int limit() {
    return limit;
  }
}
