package dev.leat.bench.append;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * Chronicle Queue, which knows no batches: each message of one is written by itself, into a file
 * that is mapped into memory.
 */
public final class ChronicleAppend implements MessageStore {
  /** What its documentation has a JVM told; and that it reports to nobody. */
  public static final List<String> JVM_OPTIONS =
      List.of(
          "-Dchronicle.analytics.disable=true",
          "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
          "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED",
          "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
          "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-opens=java.base/java.io=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED");

  private final ChronicleQueue queue;
  private final ExcerptAppender appender;

  private ChronicleAppend(ChronicleQueue queue) {
    this.queue = queue;
    this.appender = queue.createAppender();
  }

  public static void main(String[] arguments) throws Exception {
    AppendRun.main(arguments, ChronicleAppend::open);
  }

  private static MessageStore open(Path directory, boolean forced) {
    return new ChronicleAppend(
        ChronicleQueue.singleBuilder(directory)
            .syncMode(forced ? SyncMode.SYNC : SyncMode.NONE)
            .build());
  }

  @Override
  public void append(ByteBuffer batch) {
    Bytes<ByteBuffer> source = Bytes.wrapForRead(batch);
    int end = batch.limit();
    for (int at = batch.position(); at < end; at += SIZE) {
      try (DocumentContext document = appender.writingDocument()) {
        Objects.requireNonNull(document.wire()).bytes().write(source, (long) at, (long) SIZE);
      }
    }
    source.releaseLast();
  }

  @Override
  public void force() {
    appender.sync();
  }

  @Override
  public void read(ByteSum sum) {
    ByteBuffer message = ByteBuffer.allocateDirect(SIZE);
    try (ExcerptTailer tailer = queue.createTailer()) {
      for (; ; ) {
        try (DocumentContext document = tailer.readingDocument()) {
          if (!document.isPresent()) {
            return;
          }
          Objects.requireNonNull(document.wire()).bytes().read(message.clear());
          sum.add(message.flip());
        }
      }
    }
  }

  @Override
  public void close() {
    appender.close();
    queue.close();
  }
}
