package dev.leat.cli.relay;

import dev.leat.framing.Message;
import java.io.IOException;
import java.util.List;

/** Where messages go. */
@FunctionalInterface
public interface Sink {

  /** Takes these, which may take its time. */
  void send(List<Message> messages) throws IOException;
}
