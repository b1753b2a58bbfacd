package dev.leat.cli.local;

import dev.leat.framing.DecoderOptions;
import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages of files, one file after the other. */
public final class FileMessages implements MessageSource, Closeable {
  private final Iterator<Path> files;
  private final Framing wire;
  private final DecoderOptions options;
  private @Nullable InputStream open;
  private @Nullable LocalInput input;
  private long droppedBefore;

  /**
   * @param wire the framing on the wire
   * @param options how long a message may be
   */
  public FileMessages(List<Path> files, Framing wire, DecoderOptions options) {
    this.files = files.iterator();
    this.wire = wire;
    this.options = options;
  }

  @Override
  public List<Message> next() throws IOException {
    for (; ; ) {
      LocalInput current = input;
      if (current != null) {
        List<Message> messages = current.next();
        if (!messages.isEmpty()) {
          return messages;
        }
        close();
      }
      if (!files.hasNext()) {
        return List.of();
      }
      InputStream next = Files.newInputStream(files.next());
      open = next;
      input = new LocalInput(next, wire, options);
    }
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public long dropped() {
    return droppedBefore + (input == null ? 0 : input.dropped());
  }

  @Override
  public void close() throws IOException {
    InputStream current = open;
    droppedBefore = dropped();
    open = null;
    input = null;
    if (current != null) {
      current.close();
    }
  }
}
