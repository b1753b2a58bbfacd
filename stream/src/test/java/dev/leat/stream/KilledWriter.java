package dev.leat.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.leat.framing.Framing;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A program that appends to a store from four threads until it is killed, and says which message
 * has got which offset once that is acknowledged.
 */
final class KilledWriter {
  private static final int PUBLISHERS = 4;
  private static final int LARGEST = 400;

  /** Guards the output: a line is written whole. */
  private static final ReentrantLock LOCK = new ReentrantLock();

  private KilledWriter() {}

  static MessageLog open(Path store, Sync sync) throws IOException {
    return MessageLog.open(
        store,
        Framing.lines(),
        LogOptions.standard().retention(1L << 30),
        StoreOptions.standard().sync(sync));
  }

  /** Starts one in a process of its own. */
  static Process start(Path store, Sync sync, int round) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            KilledWriter.class.getName(),
            store.toString(),
            sync.name(),
            Integer.toString(round))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  public static void main(String[] args) throws IOException {
    PrintStream output = System.out;
    long round = Long.parseLong(args[2]);
    say(output, "opening");
    MessageLog log = open(Path.of(args[0]), Sync.valueOf(args[1]));
    for (int p = 0; p < PUBLISHERS; p++) {
      long base = (round << 40) | ((long) p << 36);
      boolean batches = p == 0;
      Thread.ofPlatform().start(() -> publish(log, base, batches, output));
    }
  }

  private static void publish(MessageLog log, long base, boolean batches, OutputStream output) {
    try {
      for (long i = 0; ; i++) {
        if (batches) {
          ByteBuffer frames = ByteBuffer.allocate(100 * (LARGEST + 1));
          for (int j = 0; j < 100; j++) {
            Framing.lines().encode(Numbered.message(base + 100 * i + j, LARGEST), frames);
          }
          log.appendFrames(frames.flip());
          say(output, base + 100 * i + " " + -100);
        } else {
          say(output, base + i + " " + log.append(Numbered.message(base + i, LARGEST)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void say(OutputStream output, String line) throws IOException {
    LOCK.lock();
    try {
      output.write((line + "\n").getBytes(UTF_8));
      output.flush();
    } finally {
      LOCK.unlock();
    }
  }
}
