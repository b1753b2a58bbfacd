package dev.leat.framing;

import java.io.IOException;

/**
 * A stream of bytes that breaks the rule of its framing, or a message that its framing cannot
 * carry.
 */
public abstract sealed class FramingException extends IOException
    permits FrameTooLong, MalformedFrame, TruncatedFrame, UnencodableMessage {
  private static final long serialVersionUID = 1;

  FramingException(String message) {
    super(message);
  }
}
