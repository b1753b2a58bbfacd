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

  private int opened;
  private long droppedBefore;
  private boolean somethingMoved;
  private @Nullable InputReader current;
  private @Nullable ByteBuffer memory;

  ReadSupply(List<? extends Input> inputs, Reading reading) {
    this.inputs = inputs;
    this.reading = reading;
  }

  /** The first messages of the first input. */
  @Override
  public void headerTo(MessageLog header) throws IOException {
    current = openNext(new Target.Log(header));
  }

  @Override
  public long appendTo(MessageLog log, long messages, long bytes) throws IOException {
    var target = new Target.Log(log);
    for (; ; ) {
      if (current == null) {
        current = openNext(Target.NOWHERE);
      }
      if (current == null) {
        return END;
      }
      long moved = current.moveTo(target, messages, bytes);
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
    var next = InputReader.open(inputs.get(opened++), reading, memory);
    try {
      next.moveAllTo(header, reading.headerLines());
    } catch (IOException e) {
      next.close();
      throw e;
    }
    return next;
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
