package dev.leat.cli.local;

import dev.leat.cli.pace.Pacer;
import dev.leat.cli.pace.Rate;
import dev.leat.framing.Message;
import java.io.IOException;
import java.util.List;

/** Hands out another source's messages at a rate. */
public final class Paced implements MessageSource {
  private final MessageSource source;
  private final boolean countsBytes;
  private final Pacer pacer;
  private List<Message> waiting = List.of();

  public Paced(MessageSource source, Rate rate) {
    this.source = source;
    this.countsBytes = rate.unit() == Rate.Unit.BYTES;
    this.pacer = new Pacer(rate);
  }

  @Override
  public List<Message> next() throws IOException, InterruptedException {
    if (waiting.isEmpty()) {
      waiting = source.next();
      if (waiting.isEmpty()) {
        return waiting;
      }
    }
    long due = pacer.await();
    int count = 0;
    long units = 0;
    while (count < waiting.size() && units < due) {
      units += countsBytes ? waiting.get(count).size() : 1;
      count++;
    }
    pacer.went(units);
    List<Message> messages = waiting.subList(0, count);
    waiting = waiting.subList(count, waiting.size());
    return messages;
  }

  @Override
  public long dropped() {
    return source.dropped();
  }

  @Override
  public boolean isReady() throws IOException {
    return !waiting.isEmpty() || source.isReady();
  }
}
