package dev.leat.cli.feed;

import dev.leat.cli.local.FrameBatch;
import dev.leat.framing.UnencodableMessage;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Origin;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Into a log that is stored: many messages an append, and each with its number, if they come from
 * an input that is known again.
 */
final class StoredTarget implements Target {
  private final MessageLog log;
  private final long producer;
  private final FrameBatch batch;

  /** So many messages of the producer are there already, and are appended again without number. */
  private final long repeated;

  /** The number of the next message that is appended, from 1. */
  private long next;

  /**
   * @param producer 0 if the messages have no numbers
   * @param next the number of the first message, from 1
   * @param repeated the number of the last message that the log has already
   */
  StoredTarget(MessageLog log, long producer, long next, long repeated) {
    this.log = log;
    this.producer = producer;
    this.batch = new FrameBatch(log.framing());
    this.next = next;
    this.repeated = repeated;
  }

  /** What has a number and what has none does not go together. */
  @Override
  public long room() {
    return numbered() || producer == History.NOBODY ? Long.MAX_VALUE : repeated - next + 1;
  }

  private boolean numbered() {
    return producer != History.NOBODY && next > repeated;
  }

  @Override
  public void frames(ByteBuffer frames, long count) throws IOException {
    flush();
    append(frames, count);
  }

  @Override
  public void message(ByteBuffer message) throws IOException {
    try {
      if (!batch.add(message)) {
        flush();
        if (!batch.add(message)) {
          append(message);
        }
      }
    } catch (UnencodableMessage e) {
      log.append(message); // which refuses and counts it
    }
  }

  private void append(ByteBuffer message) throws IOException {
    if (numbered()) {
      log.append(message, Origin.producer(producer, next));
    } else {
      log.append(message);
    }
    next++;
  }

  private void append(ByteBuffer frames, long count) throws IOException {
    if (numbered()) {
      log.appendFrames(frames, Origin.producer(producer, next));
    } else {
      log.appendFrames(frames);
    }
    next += count;
  }

  @Override
  public void flush() throws IOException {
    if (batch.count() > 0) {
      int count = batch.count();
      append(batch.take(), count);
    }
  }
}
