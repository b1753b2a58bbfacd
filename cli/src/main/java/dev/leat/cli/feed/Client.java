package dev.leat.cli.feed;

import dev.leat.net.Endpoint;
import dev.leat.stream.Cursor;
import dev.leat.stream.CursorCounts;

/** One who is served. */
final class Client {
  private final Endpoint peer;
  private final Round round;
  private final Cursor cursor;
  private final long start;

  Client(Endpoint peer, Round round, Cursor cursor) {
    this.peer = peer;
    this.round = round;
    this.cursor = cursor;
    this.start = cursor.counts().offset();
  }

  Endpoint peer() {
    return peer;
  }

  /** The round in which it is served. */
  Round round() {
    return round;
  }

  /** Its place in the stream. */
  Cursor cursor() {
    return cursor;
  }

  /** Messages of its round that came before its first one. */
  long late() {
    return start - round.start;
  }

  /** What it has got, and not got. */
  Served served() {
    CursorCounts counts = cursor.counts();
    long messages = counts.offset() - start - counts.skipped();
    return new Served(messages, counts.bytes(), counts.skipped(), counts.lag());
  }

  /**
   * What a client has got.
   *
   * @param messages that were sent to it
   * @param bytes of these
   * @param missed messages that it did not get because it was slow
   * @param lag messages that are there for it and have not been sent yet
   */
  record Served(long messages, long bytes, long missed, long lag) {}
}
