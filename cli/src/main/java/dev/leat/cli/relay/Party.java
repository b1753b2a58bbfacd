package dev.leat.cli.relay;

import dev.leat.framing.Message;
import dev.leat.net.Endpoint;
import dev.leat.stream.Cursor;
import dev.leat.stream.Entry;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** One of those whom the relay connects. One thread receives from it; any number may send to it. */
public interface Party extends Closeable {

  /** Who it is. */
  Endpoint peer();

  /** Waits for messages and answers those that have come, at least one; none once it finished. */
  List<Message> receive() throws IOException;

  /** Sends these, all but those that its framing cannot carry, which are reported. */
  void send(List<Message> messages) throws IOException;

  /** These of its messages have been passed on. */
  default void passedOn(List<Message> messages) {}

  /**
   * Says that nothing more will be sent.
   *
   * @return whether that could be said; where it could not (TLS 1.2 has no half-close, RFC 5246,
   *     section 7.2.1), only closing tells it
   */
  boolean finish() throws IOException;

  /** Whether it has said that nothing more comes from it, as far as is known. */
  boolean hasFinished();

  /** Whether it has gone, so that nothing is heard by it either, as far as is known. */
  default boolean hasLeft() {
    return false;
  }

  /** Closes so that it sees, where it can, that what has come is not all there was. */
  default void breakOff() throws IOException {
    close();
  }

  /** Sends what a stream has, as it comes, until it ends. */
  default void sendAll(Cursor cursor) throws IOException {
    for (Entry entry; (entry = cursor.next()) != null; ) {
      send(List.of(entry.message()));
    }
  }

  /** As {@link #sendAll}; what it says meanwhile is thrown away. */
  default void subscribe(Cursor cursor) throws IOException {
    sendAll(cursor);
  }

  /** Passes on what comes until it finishes. */
  default void carryTo(Sink sink, Flow flow) throws IOException {
    List<Message> messages = receive();
    while (!messages.isEmpty()) {
      sink.send(messages);
      passedOn(messages);
      flow.add(messages);
      messages = receive();
    }
  }
}
