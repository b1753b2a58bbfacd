package dev.leat.cli.relay;

import dev.leat.cli.local.Outbox;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Reasons;
import dev.leat.framing.Framing;
import dev.leat.framing.FramingException;
import dev.leat.framing.Message;
import dev.leat.net.Client;
import dev.leat.net.Connection;
import dev.leat.net.ConnectionOptions;
import dev.leat.net.Conversation;
import dev.leat.net.Endpoint;
import dev.leat.net.HalfCloseUnsupported;
import dev.leat.stream.Cursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A party on a connection, or on one after the other. */
public final class ConversationParty implements Party {
  /** Once so many bytes have come they are passed on, before more is read. */
  private static final long ENOUGH = 64 << 10;

  private final Conversation conversation;
  private final Outbox outbox;
  private final Console console;
  private @Nullable FramingException failure;

  /**
   * @param framing of what is sent; of what comes, the conversation has its own
   * @param options the conversation's
   */
  public ConversationParty(
      Conversation conversation, Framing framing, ConnectionOptions options, Console console) {
    this.conversation = conversation;
    this.outbox = new Outbox(conversation, framing, options, console);
    this.console = console;
  }

  @Override
  public Endpoint peer() {
    return conversation.peer();
  }

  @Override
  public List<Message> receive() throws IOException {
    List<Message> messages = new ArrayList<>();
    do {
      try {
        throwFailure();
        receive(messages);
        return messages;
      } catch (FramingException e) {
        failure = e;
      }
    } while (messages.isEmpty());
    return messages;
  }

  private void receive(List<Message> messages) throws IOException {
    Message message = conversation.receive();
    for (long bytes = 0; message != null; ) {
      messages.add(message);
      bytes += message.size();
      message = bytes < ENOUGH ? conversation.arrived() : null;
    }
  }

  /** What broke the framing behind the messages that were handed out. */
  private void throwFailure() throws IOException {
    FramingException broken = failure;
    if (broken == null) {
      return;
    }
    failure = null;
    var failed = new FramingBroken(peer(), broken);
    if (!(conversation instanceof Client)) {
      throw failed;
    }
    console.error(Reasons.of(failed)); // and another connection follows
  }

  @Override
  public void send(List<Message> messages) throws IOException {
    outbox.send(messages);
  }

  /** A client that reconnects has an end only when it is closed. */
  @Override
  public boolean finish() throws IOException {
    if (conversation instanceof Connection connection) {
      try {
        connection.finishOutput();
      } catch (HalfCloseUnsupported e) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean hasFinished() {
    return conversation instanceof Connection connection && connection.peerHasFinished();
  }

  @Override
  public void sendAll(Cursor cursor) throws IOException {
    if (conversation instanceof Connection connection) {
      connection.sendAll(cursor);
    } else {
      Party.super.sendAll(cursor);
    }
  }

  @Override
  public void subscribe(Cursor cursor) throws IOException {
    if (conversation instanceof Connection connection) {
      connection.subscribe(cursor);
    } else {
      Party.super.subscribe(cursor);
    }
  }

  @Override
  public void breakOff() throws IOException {
    if (conversation instanceof Connection connection) {
      connection.reset();
    } else {
      close();
    }
  }

  @Override
  public void close() throws IOException {
    conversation.close();
  }
}
