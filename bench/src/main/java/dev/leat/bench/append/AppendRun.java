package dev.leat.bench.append;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Appends the same messages to a store, batch after batch from one thread, opens it again and reads
 * them back; then once more, and tells how long it took that time.
 */
final class AppendRun {
  private static final int SEED = 1;

  private final Path directory;
  private final ByteBuffer batch;
  private final boolean forced;
  private final MessageStore.Opening opening;

  private AppendRun(
      Path directory, ByteBuffer batch, boolean forced, MessageStore.Opening opening) {
    this.directory = directory;
    this.batch = batch;
    this.forced = forced;
    this.opening = opening;
  }

  /** Called by the programs of this package with their own arguments. */
  static void main(String[] arguments, MessageStore.Opening opening) throws Exception {
    if (arguments.length != 5) {
      System.err.println("arguments: MESSAGES_A_BATCH FORCED(0|1) DIRECTORY BYTES WARM_UP_BYTES");
      System.exit(2);
    }
    var run =
        new AppendRun(
            Path.of(arguments[2]),
            batch(Integer.parseInt(arguments[0])),
            arguments[1].equals("1"),
            opening);
    run.measure(Long.parseLong(arguments[4]));
    System.out.println(run.measure(Long.parseLong(arguments[3])));
  }

  /** Lines of letters that cannot be compressed much. */
  private static ByteBuffer batch(int messages) {
    Random random = new Random(SEED);
    ByteBuffer batch = ByteBuffer.allocateDirect(messages * MessageStore.SIZE);
    while (batch.hasRemaining()) {
      boolean last = (batch.position() + 1) % MessageStore.SIZE == 0;
      batch.put((byte) (last ? '\n' : '0' + random.nextInt(64)));
    }
    return batch.flip();
  }

  private String measure(long bytes) throws Exception {
    long batches = Math.max(1, bytes / batch.capacity());
    delete(directory);
    Files.createDirectories(directory);
    try {
      double append = append(batches);
      double read;
      double readMessages;
      try (MessageStore store = opening.open(directory, forced)) {
        read = read(store::read, batches);
        readMessages = read(store::readMessages, batches);
      }
      double total = (double) batches * batch.capacity();
      return String.format(
          Locale.ROOT,
          "result append_bytes_per_second=%.0f append_messages_per_second=%.0f"
              + " read_bytes_per_second=%.0f read_messages_per_second=%.0f seconds=%.3f",
          total / append,
          total / MessageStore.SIZE / append,
          total / read,
          total / MessageStore.SIZE / readMessages,
          append);
    } finally {
      delete(directory);
    }
  }

  private double append(long batches) throws Exception {
    try (MessageStore store = opening.open(directory, forced)) {
      long start = System.nanoTime();
      for (long i = 0; i < batches; i++) {
        store.append(batch.duplicate());
        if (forced) {
          store.force();
        }
      }
      store.settle();
      return (System.nanoTime() - start) / 1e9;
    }
  }

  private interface Reading {
    void into(ByteSum sum) throws Exception;
  }

  private double read(Reading reading, long batches) throws Exception {
    ByteSum expected = new ByteSum();
    expected.addTimes(batch, batches);
    ByteSum found = new ByteSum();
    long start = System.nanoTime();
    reading.into(found);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (!found.isSame(expected)) {
      throw new IllegalStateException(
          "read %d bytes, and not the %d that were appended"
              .formatted(found.bytes(), expected.bytes()));
    }
    return seconds;
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
          Files.delete(file);
        }
      }
    }
  }
}
