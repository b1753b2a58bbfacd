package dev.leat.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * Where an append comes from: the peer that its messages came from, or the producer that has
 * numbered them, or both.
 *
 * <p>A producer numbers its messages one after the other, and may send them again when it does not
 * know whether they have arrived: a log keeps each number once. The number is the producer's own,
 * chosen so that no other has it; that of a program that goes on after a restart stays the same.
 *
 * @param source whom the messages came from, such as a peer's endpoint {@code
 *     tcp://127.0.0.1:40312}; null if that is not told
 * @param producer who numbers the messages; 0 if nobody does
 * @param sequence the producer's number of the first message of the append, from 0; 0 if there is
 *     no producer
 */
public record Origin(@Nullable String source, long producer, long sequence) {
  /** The most bytes that a source has in UTF-8. */
  public static final int LONGEST_SOURCE = 512;

  /** Of what comes from nowhere in particular. */
  static final Origin NONE = new Origin(null, 0, 0);

  public Origin {
    if (source != null) {
      checkSource(source);
    }
    if (sequence < 0 || (producer == 0 && sequence != 0)) {
      throw new IllegalArgumentException(
          "a producer numbers its messages from 0: there is none, or not with " + sequence);
    }
  }

  private static void checkSource(String source) {
    if (source.isEmpty()
        || source.codePoints().anyMatch(Character::isISOControl)
        || !UTF_8.newEncoder().canEncode(source)) {
      throw new IllegalArgumentException(
          "a source is text of one line, without control characters: " + source);
    }
    int bytes = source.getBytes(UTF_8).length;
    if (bytes > LONGEST_SOURCE) {
      throw new IllegalArgumentException(
          "a source has at most %d bytes, not %d".formatted(LONGEST_SOURCE, bytes));
    }
  }

  /**
   * From this peer; nobody numbers its messages.
   *
   * @throws IllegalArgumentException if it is empty, too long, or holds control characters
   */
  public static Origin of(String source) {
    return new Origin(source, 0, 0);
  }

  /**
   * From this producer.
   *
   * @param id not 0
   * @param sequence the number of the first message, from 0
   */
  public static Origin producer(long id, long sequence) {
    if (id == 0) {
      throw new IllegalArgumentException("a producer has another id than 0");
    }
    return new Origin(null, id, sequence);
  }

  /**
   * The same, from this peer.
   *
   * @throws IllegalArgumentException if it is empty, too long, or holds control characters
   */
  public Origin from(String peer) {
    return new Origin(peer, producer, sequence);
  }

  /** Of the message that comes so many behind the first. */
  Origin after(long messages) {
    return producer == 0 ? this : new Origin(source, producer, sequence + messages);
  }
}
