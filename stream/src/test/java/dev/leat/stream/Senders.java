package dev.leat.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.framing.Message;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Producers whose messages say who sent them and with which number. */
final class Senders {
  static final int COUNT = 3;

  private Senders() {}

  static Origin origin(long producer, long sequence) {
    return Origin.producer(producer, sequence)
        .from("tcp://10.0.0.%d:%d".formatted(producer, 4000 + sequence / 7 % 50));
  }

  static Message message(long producer, long sequence) {
    int padding = Math.floorMod(sequence * 31 + producer * 17, 400);
    return Message.of("%d %d %s".formatted(producer, sequence, "x".repeat(padding)));
  }

  /** Appends what comes next from a producer, with a source, and answers its offset. */
  static long append(MessageLog log, long producer, long sequence) throws IOException {
    return log.append(message(producer, sequence), origin(producer, sequence));
  }

  /** The number that a producer goes on with. */
  static long next(MessageLog log, long producer) {
    OptionalLong last = log.sequence(producer);
    return last.isPresent() ? last.getAsLong() + 1 : 0;
  }

  /**
   * Reads all that is kept: nothing is left out or there twice, every source is right, and the log
   * knows the last number of each. Answers the offsets of {@link #key messages}.
   */
  static Map<Long, Long> check(MessageLog log) throws IOException {
    Map<Long, Long> offsets = new HashMap<>();
    Map<Long, Long> last = new HashMap<>();
    try (var cursor = log.cursor(Start.earliest())) {
      cursor.endHere();
      for (Entry entry; (entry = cursor.next()) != null; ) {
        String[] words = entry.message().text().split(" ", 3);
        long producer = Long.parseLong(words[0]);
        long sequence = Long.parseLong(words[1]);
        assertThat(entry.message()).isEqualTo(message(producer, sequence));
        assertThat(entry.source()).isEqualTo(origin(producer, sequence).source());
        Long before = last.put(producer, sequence);
        assertThat(before == null ? sequence : before + 1).isEqualTo(sequence);
        offsets.put(key(producer, sequence), entry.offset());
      }
    }
    last.forEach((producer, sequence) -> assertThat(log.sequence(producer)).hasValue(sequence));
    return offsets;
  }

  static long key(long producer, long sequence) {
    return producer << 48 | sequence;
  }
}
