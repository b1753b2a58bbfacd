package dev.leat.cli.feed;

import dev.leat.cli.feed.Template.Occasion;
import dev.leat.stream.MessageLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Messages made on the spot from lines or templates, without end. */
final class MadeSupply implements Supply {
  /** So that whoever asks for as many as there are gets to do something else in between. */
  private static final long MOST_AT_ONCE = 1024;

  private final List<Template> templates;
  private final Order order;
  private final RandomGenerator random;
  private final InstantSource clock;

  /** Null where they are not stored. */
  private final @Nullable StoredTarget stored;

  private long sequence;

  MadeSupply(List<Template> templates, Order order, RandomGenerator random, InstantSource clock) {
    this.templates = templates;
    this.order = order;
    this.random = random;
    this.clock = clock;
    this.stored = null;
  }

  /**
   * @param producer that these templates are for the stored stream
   * @param history of the stream, which tells how many were made already
   */
  MadeSupply(
      List<Template> templates,
      Order order,
      RandomGenerator random,
      InstantSource clock,
      long producer,
      History history) {
    this.templates = templates;
    this.order = order;
    this.random = random;
    this.clock = clock;
    this.stored = history.target(producer);
    this.sequence = history.again() ? 0 : history.published(producer);
  }

  @Override
  public long appendTo(MessageLog log, long messages, long bytes) throws IOException {
    Target target = stored == null ? new Target.Log(log) : stored;
    long most = Math.min(Math.min(messages, MOST_AT_ONCE), target.room());
    long appended = 0;
    for (long size = 0; appended < most && size < bytes; appended++) {
      ByteBuffer message = next();
      size += log.framing().frameBound(message.remaining());
      target.message(message);
    }
    target.flush();
    return appended;
  }

  private ByteBuffer next() {
    int index =
        switch (order) {
          case RANDOM -> random.nextInt(templates.size());
          case SEQUENTIAL -> (int) (sequence % templates.size());
        };
    return templates.get(index).fill(new Occasion(sequence++, clock.instant(), random));
  }
}
