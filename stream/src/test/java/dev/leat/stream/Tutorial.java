package dev.leat.stream;

import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** The code of the package comment. {@link TutorialTest} keeps the two alike, and runs it. */
final class Tutorial {

  void send(MessageLog log, WritableByteChannel peer) throws IOException {
    try (var cursor = log.cursor(Start.earliest())) {
      while (cursor.writeTo(peer) >= 0) {} // until the log is finished
    }
  }

  long read(Path store, long next, Consumer<Entry> user) throws IOException {
    try (var log = MessageLog.follow(store);
        var cursor = log.cursor(Start.offset(next))) {
      cursor.endHere(); // else it waits for what comes
      for (Entry entry; (entry = cursor.next()) != null; ) {
        user.accept(entry);
        next = entry.offset() + 1;
      }
      return next;
    }
  }

  void keep(Path store, long producer, List<String> lines) throws IOException {
    try (var log = MessageLog.open(store, Framing.lines())) {
      long next = log.sequence(producer).orElse(-1) + 1;
      for (String line : lines.subList((int) next, lines.size())) {
        log.append(Message.of(line), Origin.producer(producer, next));
        next++;
      }
    }
  }
}
