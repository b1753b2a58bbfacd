package dev.leat.stream;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Which numbers producers have given to the messages of a log: of each producer the last one. Of
 * too many, the one that has been silent for longest is forgotten. Guarded by the log's lock.
 */
final class Producers {
  /**
   * A producer's last number.
   *
   * @param offset its message's
   * @param first the number from which on its messages lie one behind the other, up to the last
   */
  private record Last(long sequence, long offset, long first) {}

  private final int most;

  /** The one that has been silent for longest first. */
  private final Map<Long, Last> last = new LinkedHashMap<>();

  private long expired;

  /**
   * @param most how many are remembered
   */
  Producers(int most) {
    this.most = most;
  }

  /** The last number of this producer; nothing if it is not known. */
  OptionalLong sequence(long producer) {
    Last known = last.get(producer);
    return known == null ? OptionalLong.empty() : OptionalLong.of(known.sequence());
  }

  /** The offset of its last message; -1 if it is not known. */
  long lastOffset(long producer) {
    Last known = last.get(producer);
    return known == null ? -1 : known.offset();
  }

  /**
   * How many messages, from the one with this number on, have come before.
   *
   * @throws SequenceGap if there are some missing before it
   */
  long repeated(long producer, long sequence) throws SequenceGap {
    Last known = last.get(producer);
    if (known == null) {
      return 0;
    }
    if (sequence > known.sequence() + 1) {
      throw new SequenceGap(producer, known.sequence() + 1, sequence);
    }
    return known.sequence() + 1 - sequence;
  }

  /** Where a message is that has come before; -1 if that has to be looked for. */
  long offset(long producer, long sequence) {
    Last known = last.get(producer);
    return known == null || sequence < known.first() || sequence > known.sequence()
        ? -1
        : known.offset() - (known.sequence() - sequence);
  }

  /** Notes messages that have come, one behind the other. */
  void add(long producer, long sequence, int count, long offset) {
    Last before = last.remove(producer);
    long first = sequence;
    if (before != null && before.sequence() + 1 == sequence && before.offset() + 1 == offset) {
      first = before.first();
    }
    if (before == null && last.size() == most) {
      last.remove(last.keySet().iterator().next());
      expired++;
    }
    last.put(producer, new Last(sequence + count - 1, offset + count - 1, first));
  }

  /** Notes what an entry has brought, if a producer has numbered it. */
  void add(IndexEntry entry) {
    if (entry.producer() != 0) {
      add(entry.producer(), entry.sequence(), entry.count(), entry.offset());
    }
  }

  Producers copy() {
    var copy = new Producers(most);
    copy.set(this);
    return copy;
  }

  /** Becomes as another is. */
  void set(Producers other) {
    last.clear();
    last.putAll(other.last);
    expired = other.expired;
  }

  /** As they are in a {@linkplain ProducersFile file}. */
  ByteBuffer encoded() {
    ByteBuffer encoded = ByteBuffer.allocate(last.size() * ProducersFile.BYTES);
    last.forEach((producer, known) ->
        encoded
            .putLong(producer)
            .putLong(known.sequence())
            .putLong(known.offset())
            .putLong(known.first()));
    return encoded.flip();
  }

  /** The most recent of those in a file. */
  static Producers decode(ByteBuffer encoded, int most) {
    var producers = new Producers(most);
    int surplus = Math.max(0, encoded.remaining() / ProducersFile.BYTES - most);
    ByteBuffer kept = encoded.slice().position(surplus * ProducersFile.BYTES);
    while (kept.hasRemaining()) {
      long producer = kept.getLong();
      producers.last.put(producer, new Last(kept.getLong(), kept.getLong(), kept.getLong()));
    }
    return producers;
  }

  /** How many are known. */
  int size() {
    return last.size();
  }

  /** Counts anew how many are forgotten. */
  void forgetExpired() {
    expired = 0;
  }

  /** How many have been forgotten because there were too many. */
  long expired() {
    return expired;
  }
}
