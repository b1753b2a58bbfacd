package dev.leat.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Answers one message: see {@link Connection#answer}. */
@FunctionalInterface
public interface Answerer {

  /**
   * Answers one message.
   *
   * @param message what came, lent until this call returns
   * @param replies takes any number of messages for the peer
   */
  void answer(ByteBuffer message, Replies replies) throws IOException;
}
