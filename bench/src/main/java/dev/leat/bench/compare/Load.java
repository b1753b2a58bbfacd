package dev.leat.bench.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A load program while it runs: its phases, and at the end its result. */
final class Load implements AutoCloseable {
  private final Command command;
  private final Process process;
  private final BufferedReader records;
  private final ErrorOutput errors;
  private final Thread watchdog;

  private Load(Command command, Process process, Duration limit) {
    this.command = command;
    this.process = process;
    records = process.inputReader();
    errors = new ErrorOutput(process);
    watchdog = Thread.ofVirtual().start(() -> stopAfter(limit));
  }

  /** Starts the program, and stops it when it has not ended within the limit. */
  static Load start(Command command, Duration limit) {
    return new Load(command, command.start(), limit);
  }

  private void stopAfter(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException closed) {
      process.destroyForcibly();
    }
  }

  /** Waits until the program reports that phase, and returns what it says with it. */
  Figures await(String phase) throws IOException, InterruptedException {
    for (String line; (line = records.readLine()) != null; ) {
      if (line.equals(phase) || line.startsWith(phase + " ")) {
        return Figures.parse(line);
      }
    }
    throw new MeasurementFailed(
        command.program()
            + " ended with status "
            + process.waitFor()
            + " before \""
            + phase
            + "\"; "
            + errors.tail());
  }

  /** Ends the program's standard input, for one that waits for that. */
  void finishInput() throws IOException {
    process.outputWriter().close();
  }

  Figures result() throws IOException, InterruptedException {
    return await("result");
  }

  @Override
  public void close() {
    watchdog.interrupt(); // which makes an end of the program, if it has not come to one
  }
}
