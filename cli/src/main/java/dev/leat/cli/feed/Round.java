package dev.leat.cli.feed;

/** One time from the source's first message to its last. Guarded by the audience's lock. */
final class Round {
  /** From 1. */
  final int number;

  /** The offset of its first message. */
  final long start;

  /** The offset of its head's first message, among those of all rounds. */
  final long headStart;

  /** Behind its head's last message; -1 until that is known. */
  long headEnd = -1;

  /** Its clients that are here. */
  int clients;

  /** Whether enough clients are here. */
  boolean begun;

  /** Whether the source has ended. */
  boolean ended;

  Round(int number, long start, long headStart) {
    this.number = number;
    this.start = start;
    this.headStart = headStart;
  }
}
