package dev.leat.bench.compare;

import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A contender's process while it serves. */
final class Server implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final int STOP_SECONDS = 10;

  private final Process process;
  private final int port;

  private Server(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts the contender on a free port and waits until it says that it listens. */
  static Server start(Contender contender) throws IOException, InterruptedException {
    int port = freePort();
    Command command = contender.serve().on(port);
    Process process = command.start();
    ErrorOutput errors = new ErrorOutput(process);
    Thread.ofVirtual().start(() -> discardOutput(process));
    if (!errors.awaitListening(START_LIMIT)) {
      process.destroyForcibly().waitFor();
      throw new MeasurementFailed(command.program() + " does not listen; " + errors.tail());
    }
    return new Server(process, port);
  }

  /** None that the system gives meanwhile to somebody who leaves the choice to it. */
  static int freePort() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
      try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (BindException taken) {
        // Another will do.
      }
    }
  }

  private static void discardOutput(Process process) {
    try (var output = process.getInputStream()) {
      output.transferTo(OutputStream.nullOutputStream());
    } catch (IOException gone) {
      // The process has been stopped; nobody reads what it would have said.
    }
  }

  int port() {
    return port;
  }

  /** The processor time that the process has used so far. */
  Duration cpu() {
    return process
        .info()
        .totalCpuDuration()
        .orElseThrow(() ->
            new MeasurementFailed(
                "the processor time of the server cannot be read; has it ended?"));
  }

  /** Memory of the process that is resident and belongs to no file: Linux's RssAnon, in bytes. */
  long residentBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("RssAnon:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
      }
    }
    throw new MeasurementFailed("no RssAnon in the status of process " + process.pid());
  }

  /** Has the process, a JVM, collect its garbage and give back native memory that it has freed. */
  void collectGarbage() throws IOException, InterruptedException {
    jcmd("GC.run");
    jcmd("System.trim_native_heap");
  }

  private void jcmd(String request) throws IOException, InterruptedException {
    String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process jcmd =
        new ProcessBuilder(program, Long.toString(process.pid()), request)
            .redirectErrorStream(true)
            .start();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jcmd.waitFor() != 0) {
      throw new MeasurementFailed("jcmd " + request + " failed for the server: " + said.strip());
    }
  }

  /** Asks it to stop, and makes it stop when it does not, or when its thread is interrupted. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
