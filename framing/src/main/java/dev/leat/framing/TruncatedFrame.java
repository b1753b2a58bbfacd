package dev.leat.framing;

/** The stream ended inside a frame. */
public final class TruncatedFrame extends FramingException {
  private static final long serialVersionUID = 1;
  private final long got;
  private final long expected;

  /**
   * @param got bytes of the frame's part (header or message) that came
   * @param expected bytes that it should have had; negative if unknown
   */
  public TruncatedFrame(long got, long expected) {
    super(
        "socket connection broken: "
            + got
            + (expected < 0 ? " bytes of an unfinished message" : " of " + expected + " bytes"));
    this.got = got;
    this.expected = expected;
  }

  /** Bytes that came. */
  public long got() {
    return got;
  }

  /** Bytes that should have come; negative if unknown. */
  public long expected() {
    return expected;
  }
}
