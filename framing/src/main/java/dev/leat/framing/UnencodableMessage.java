package dev.leat.framing;

/**
 * A message that its framing cannot carry: what would arrive would not be what was sent. Nothing
 * has been written.
 */
public final class UnencodableMessage extends FramingException {
  private static final long serialVersionUID = 1;

  /**
   * @param why a sentence: what in the message stands against which framing
   */
  public UnencodableMessage(String why) {
    super(why);
  }
}
