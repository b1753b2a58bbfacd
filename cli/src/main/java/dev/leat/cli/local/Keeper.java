package dev.leat.cli.local;

import dev.leat.cli.shell.OutputFailed;
import dev.leat.framing.Message;
import dev.leat.stream.AppendFailed;
import dev.leat.stream.LogClosed;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Origin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** Puts what peers say into a store, with the peer that has said it. Any thread may use it. */
public final class Keeper {
  private final Path path;
  private final MessageLog store;

  /**
   * @param path of the store, for people
   */
  public Keeper(Path path, MessageLog store) {
    this.path = path;
    this.store = store;
  }

  /**
   * Keeps a message, which is not consumed; returns its offset when it is kept.
   *
   * @throws OutputFailed if the store cannot be written
   */
  public long keep(ByteBuffer message, String peer) throws IOException {
    try {
      return store.append(message.duplicate(), Origin.of(peer));
    } catch (AppendFailed | LogClosed e) {
      throw failed(e);
    }
  }

  /** The same for several messages, whose offsets are not told. */
  public void keep(List<Message> messages, String peer) throws IOException {
    var batch = new FrameBatch(store.framing());
    for (Message message : messages) {
      if (!batch.add(message.buffer())) {
        keep(batch, peer);
        if (!batch.add(message.buffer())) {
          keep(message.buffer(), peer);
        }
      }
    }
    keep(batch, peer);
  }

  private void keep(FrameBatch batch, String peer) throws IOException {
    if (batch.count() > 0) {
      try {
        store.appendFrames(batch.take(), Origin.of(peer));
      } catch (AppendFailed | LogClosed e) {
        throw failed(e);
      }
    }
  }

  private OutputFailed failed(IOException e) {
    return OutputFailed.of("the store " + path, e);
  }
}
