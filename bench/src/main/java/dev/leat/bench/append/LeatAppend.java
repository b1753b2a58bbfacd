package dev.leat.bench.append;

import dev.leat.framing.Framing;
import dev.leat.stream.Cursor;
import dev.leat.stream.Entry;
import dev.leat.stream.LogOptions;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Slow;
import dev.leat.stream.Start;
import dev.leat.stream.StoreOptions;
import dev.leat.stream.Sync;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** A stored stream of lines; each batch is acknowledged before the next one is appended. */
public final class LeatAppend implements MessageStore {
  private static final LogOptions KEEPS_ALL =
      LogOptions.standard().retention(1L << 40).slow(Slow.SKIP);
  private static final ByteBuffer LINE_END = ByteBuffer.wrap(new byte[] {'\n'});

  private final MessageLog log;

  private LeatAppend(MessageLog log) {
    this.log = log;
  }

  public static void main(String[] arguments) throws Exception {
    AppendRun.main(arguments, LeatAppend::open);
  }

  private static MessageStore open(Path directory, boolean forced) throws IOException {
    return new LeatAppend(
        MessageLog.open(
            directory,
            Framing.lines(),
            KEEPS_ALL,
            StoreOptions.standard().sync(forced ? Sync.ALWAYS : Sync.INTERVAL)));
  }

  @Override
  public void append(ByteBuffer batch) throws IOException {
    log.appendFrames(batch);
  }

  @Override
  public void force() {
    // It was, before the append returned.
  }

  @Override
  public void read(ByteSum sum) throws IOException {
    try (Cursor cursor = log.cursor(Start.earliest())) {
      cursor.endHere();
      var channel = new Summing(sum);
      while (cursor.writeTo(channel) >= 0) {}
    }
  }

  @Override
  public void readMessages(ByteSum sum) throws IOException {
    try (Cursor cursor = log.cursor(Start.earliest())) {
      cursor.endHere();
      for (Entry entry; (entry = cursor.next()) != null; ) {
        sum.add(ByteBuffer.wrap(entry.message().bytes()));
        sum.add(LINE_END);
      }
    }
  }

  @Override
  public void close() {
    log.close();
  }

  /** Takes all that it is given. */
  private record Summing(ByteSum sum) implements WritableByteChannel {
    @Override
    public int write(ByteBuffer source) {
      sum.add(source);
      int size = source.remaining();
      source.position(source.limit());
      return size;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
