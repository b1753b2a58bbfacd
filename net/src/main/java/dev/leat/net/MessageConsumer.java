package dev.leat.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes one message: see {@link Connection#forEach}. */
@FunctionalInterface
public interface MessageConsumer {

  /**
   * Takes one message.
   *
   * @param message what came, lent until this call returns
   */
  void accept(ByteBuffer message) throws IOException;
}
