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

  /** Null where messages do not say when they are due. */
  private final @Nullable Timekeeper timekeeper;

  private int opened;
  private long droppedBefore;
  private boolean somethingMoved;
  private @Nullable InputReader current;
  private @Nullable ByteBuffer memory;

  /** Where the messages of the current input go, if they are stored. */
  private @Nullable StoredTarget stored;

  ReadSupply(List<? extends Input> inputs, Reading reading) {
    this(inputs, reading, null, null);
  }

  /**
   * @param history of the stream that they go to, if it is stored: what it has already is left out
   * @param timing where messages say when they are due; null if they do not
   */
  ReadSupply(
      List<? extends Input> inputs,
      Reading reading,
      @Nullable History history,
      @Nullable TimeField timing) {
    this.inputs = inputs;
    this.reading = reading;
    this.history = history;
    this.timekeeper = timing == null ? null : new Timekeeper(timing, reading);
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
      Target target = onTime(stored == null ? new Target.Log(log) : stored, current);
      long most = timekeeper == null ? messages : 1;
      long moved = current.moveTo(target, Math.min(most, target.room()), bytes);
      target.flush();
      if (moved > 0) {
        somethingMoved = true;
        return moved;
      }
      if (history != null && current.unended() > 0) {
        history.sayUnended(inputs.get(opened - 1), current.unended());
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
      if (timekeeper != null) {
        timekeeper.restart();
      }
    }
    Input input = inputs.get(opened++);
    boolean goesOn = history != null && !reading.loop() && input.producer() != History.NOBODY;
    var next = InputReader.open(input, reading, memory, goesOn);
    try {
      next.moveAllTo(timekeeper == null ? header : timekeeper.head(header), reading.headerLines());
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

  private Target onTime(Target target, InputReader reader) {
    return timekeeper == null ? target : timekeeper.onTime(target, reader);
  }

  /**
   * Reads the first message, and finds out whether it says when it is due.
   *
   * @throws IOException if not
   */
  void checkFirst() throws IOException {
    InputReader first = openNext(Target.NOWHERE);
    current = first;
    if (first != null) {
      first.moveTo(onTime(Target.NOWHERE, first), 1, Long.MAX_VALUE);
    }
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
