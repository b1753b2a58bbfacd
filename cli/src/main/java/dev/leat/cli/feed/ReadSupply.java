package dev.leat.cli.feed;

import dev.leat.stream.MessageLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The messages of inputs, one input after the other. */
final class ReadSupply implements Supply {
  private final List<? extends Input> inputs;
  private final Reading reading;

  /** Null where what is read is not stored. */
  private final @Nullable History history;

  private int opened;
  private long droppedBefore;
  private boolean somethingMoved;
  private @Nullable InputReader current;
  private @Nullable ByteBuffer memory;

  /** Where the messages of the current input go, if they are stored. */
  private @Nullable StoredTarget stored;

  ReadSupply(List<? extends Input> inputs, Reading reading) {
    this(inputs, reading, null);
  }

  /**
   * @param history of the stream that they go to, if it is stored: what it has already is left out
   */
  ReadSupply(List<? extends Input> inputs, Reading reading, @Nullable History history) {
    this.inputs = inputs;
    this.reading = reading;
    this.history = history;
  }

  /** The first messages of the first input. */
  @Override
  public void headerTo(MessageLog header) throws IOException {
    current = openNext(new Target.Log(header));
  }

  @Override
  public long appendTo(MessageLog log, long messages, long bytes) throws IOException {
    for (; ; ) {
      if (current == null) {
        current = openNext(Target.NOWHERE);
      }
      if (current == null) {
        return END;
      }
      Target target = stored == null ? new Target.Log(log) : stored;
      long moved = current.moveTo(target, Math.min(messages, target.room()), bytes);
      target.flush();
      if (moved > 0) {
        somethingMoved = true;
        return moved;
      }
      closeCurrent();
    }
  }

  /** Opens the next input and goes past its header; null if there is none. */
  private @Nullable InputReader openNext(Target header) throws IOException {
    if (opened == inputs.size()) {
      if (!reading.loop()) {
        return null;
      }
      if (!somethingMoved) {
        throw new IOException("nothing to repeat: there is no message in " + names(inputs));
      }
      opened = 0;
      somethingMoved = false;
    }
    Input input = inputs.get(opened++);
    var next = InputReader.open(input, reading, memory);
    try {
      next.moveAllTo(header, reading.headerLines());
      if (history != null) {
        stored = goOn(history, next, input);
      }
    } catch (IOException e) {
      next.close();
      throw e;
    }
    return next;
  }

  /** What comes again and again has no last message to go on behind. */
  private StoredTarget goOn(History history, InputReader reader, Input input) throws IOException {
    if (reading.loop()) {
      return history.target(History.NOBODY);
    }
    history.skip(reader, input);
    return history.target(input.producer());
  }

  static String names(List<? extends Input> inputs) {
    return inputs.stream().map(Input::name).collect(Collectors.joining(", "));
  }

  private void closeCurrent() throws IOException {
    InputReader closing = current;
    if (closing != null) {
      current = null;
      droppedBefore += closing.dropped();
      memory = closing.memory();
      closing.close();
    }
  }

  @Override
  public long dropped() {
    return droppedBefore + (current == null ? 0 : current.dropped());
  }

  @Override
  public void close() throws IOException {
    closeCurrent();
  }
}
