package dev.leat.stream;

/**
 * A segment that is on disk and to which nothing is appended any more.
 *
 * @param headerLength bytes of the index file before its entries
 * @param entries of the index
 * @param length bytes of its messages
 * @param messages how many there are
 * @param beside bytes of the other files that it has
 * @param newestTime when the newest was appended, in milliseconds since 1970
 */
record Extent(
    long baseOffset,
    long basePosition,
    int headerLength,
    int entries,
    int length,
    int messages,
    long beside,
    long newestTime) {

  /** Behind its last message. */
  long nextOffset() {
    return baseOffset + messages;
  }

  /** Behind its last byte, in the stream. */
  long endPosition() {
    return basePosition + length;
  }

  /** Bytes of all its files. */
  long fileBytes() {
    return headerLength + (long) entries * IndexEntry.BYTES + length + beside;
  }
}
