package dev.leat.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.framing.Framing;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A program that appends to a store from four threads until it is killed, and says which message
 * has got which offset once that is acknowledged. Two of its publishers are producers that number
 * their messages, and begin with one that they are told, though it may be in the store.
 */
final class KilledWriter {
  static final int PUBLISHERS = 4;

  /** Frames that are appended at once, by every other publisher. */
  static final int BATCH = 100;

  private static final int LARGEST = 400;

  /** Guards the output: a line is written whole. */
  private static final ReentrantLock LOCK = new ReentrantLock();

  private KilledWriter() {}

  static MessageLog open(Path store, Sync sync) throws IOException {
    return open(store, sync, Disk.SYSTEM);
  }

  private static MessageLog open(Path store, Sync sync, Disk disk) throws IOException {
    return MessageLog.open(
        store,
        Framing.lines(),
        LogOptions.standard().retention(1L << 30),
        StoreOptions.standard().sync(sync),
        InstantSource.system(),
        disk);
  }

  /** The number of the first message that a publisher appends in this round. */
  static long first(long round, int publisher) {
    return (round << 40) | ((long) publisher << 36);
  }

  static int publisher(long number) {
    return (int) (number >>> 36) & 15;
  }

  /** Whether a publisher is a producer, whose messages go on from round to round. */
  static boolean isProducer(int publisher) {
    return publisher >= 2;
  }

  /** Whether a message is what was appended with this number, and from whom. */
  static long check(Entry entry) {
    long number = Numbered.number(ByteBuffer.wrap(entry.message().bytes()));
    assertThat(entry.source()).isEqualTo(source(publisher(number)));
    return number;
  }

  private static @Nullable String source(int publisher) {
    return publisher % 2 == 0 ? null : "publisher " + publisher;
  }

  private static Origin origin(int publisher, long number) {
    String source = source(publisher);
    return new Origin(
        source,
        isProducer(publisher) ? publisher : 0,
        isProducer(publisher) ? number - first(0, publisher) : 0);
  }

  /** Starts one in a process of its own, which appends. */
  static Process start(Path store, Sync sync, long round) throws IOException {
    return start(store, sync, new long[] {0, 0, first(0, 2), first(0, 3)}, round);
  }

  /**
   * The same.
   *
   * @param next the numbers that the producers among its publishers begin with
   */
  static Process start(Path store, Sync sync, long[] next, long round) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(store.toString(), sync.name()));
    for (int p = 0; p < PUBLISHERS; p++) {
      arguments.add(Long.toString(isProducer(p) ? next[p] : first(round, p)));
    }
    return Program.start(KilledWriter.class, arguments.toArray(String[]::new));
  }

  /**
   * Starts one that only opens the store, and waits for a byte before each change that it makes.
   */
  static Process startStepping(Path store, Sync sync) throws IOException {
    return Program.start(KilledWriter.class, store.toString(), sync.name(), "step");
  }

  public static void main(String[] args) throws IOException {
    PrintStream output = System.out;
    Path store = Path.of(args[0]);
    Sync sync = Sync.valueOf(args[1]);
    if (args[2].equals("step")) {
      step(store, sync, output);
      return;
    }
    say(output, "opening");
    MessageLog log = open(store, sync);
    for (int p = 0; p < PUBLISHERS; p++) {
      int publisher = p;
      long first = Long.parseLong(args[2 + p]);
      Thread.ofPlatform().start(() -> publish(log, publisher, first, output));
    }
  }

  private static void step(Path store, Sync sync, OutputStream output) throws IOException {
    var disk =
        new SteppingDisk(() -> {
          say(output, "step");
          if (System.in.read() < 0) {
            throw new EOFException("nobody says that it may go on");
          }
        });
    open(store, sync, disk);
    say(output, "opened");
    System.in.read();
  }

  private static void publish(MessageLog log, int publisher, long first, OutputStream output) {
    try {
      for (long i = first; ; ) {
        Origin origin = origin(publisher, i);
        if (publisher % 2 == 0) {
          ByteBuffer frames = ByteBuffer.allocate(BATCH * (LARGEST + 1));
          for (int j = 0; j < BATCH; j++) {
            Framing.lines().encode(Numbered.message(i + j, LARGEST), frames);
          }
          log.appendFrames(frames.flip(), origin);
          say(output, i + BATCH - 1 + " ?");
          i += BATCH;
        } else {
          say(output, i + " " + log.append(Numbered.message(i, LARGEST), origin));
          i++;
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
