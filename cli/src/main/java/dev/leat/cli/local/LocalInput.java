package dev.leat.cli.local;

import dev.leat.framing.Decoder;
import dev.leat.framing.DecoderOptions;
import dev.leat.framing.Framing;
import dev.leat.framing.FramingException;
import dev.leat.framing.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages from the local side: lines, or plain bytes as they come where the wire has no
 * framing. Used by one thread.
 */
public final class LocalInput implements MessageSource {
  private static final int CHUNK = 64 << 10;

  private final InputStream in;
  private final Decoder decoder;
  private ByteBuffer buffer = ByteBuffer.allocate(CHUNK).limit(0);
  private volatile boolean stopped;
  private boolean ended;
  private @Nullable FramingException failure;

  /**
   * @param wire the framing on the wire
   * @param options how long a message may be
   */
  public LocalInput(InputStream in, Framing wire, DecoderOptions options) {
    this.in = in;
    this.decoder = local(wire).decoder(options);
  }

  /** Where one datagram takes a whole message, all that is read is one. */
  private static Framing local(Framing wire) {
    if (wire.selfDelimiting()) {
      return Framing.lines();
    }
    return wire.equals(Framing.datagram()) ? Framing.parse("eof") : Framing.raw();
  }

  /**
   * @throws FramingException if a line is too long
   */
  @Override
  public List<Message> next() throws IOException {
    FramingException before = failure;
    if (before != null) {
      throw before;
    }
    List<Message> messages = new ArrayList<>();
    while (messages.isEmpty() && !ended) {
      fill();
      try {
        decode(messages);
      } catch (FramingException e) {
        if (messages.isEmpty()) {
          throw e;
        }
        failure = e; // after those that came before it
      }
    }
    return messages;
  }

  private void decode(List<Message> messages) throws FramingException {
    for (ByteBuffer message; (message = decoder.decode(buffer)) != null; ) {
      messages.add(Message.copyOf(message));
    }
    if (ended) {
      for (ByteBuffer message; (message = decoder.finish(buffer)) != null; ) {
        messages.add(Message.copyOf(message));
      }
    }
  }

  @Override
  public boolean isReady() throws IOException {
    return in.available() > 0;
  }

  @Override
  public void stop() throws IOException {
    stopped = true;
    in.close();
  }

  @Override
  public long dropped() {
    return decoder.dropped();
  }

  private void fill() throws IOException {
    if (buffer.remaining() > buffer.capacity() / 2) {
      buffer = ByteBuffer.allocate(2 * buffer.capacity()).put(buffer).flip();
    } else {
      buffer.compact().flip();
    }
    int count = read();
    if (count < 0) {
      ended = true;
    } else {
      buffer.limit(buffer.limit() + count);
    }
  }

  private int read() throws IOException {
    try {
      return in.read(buffer.array(), buffer.limit(), buffer.capacity() - buffer.limit());
    } catch (IOException e) {
      if (stopped) {
        return -1; // it was closed before the read or under it
      }
      throw e;
    }
  }
}
