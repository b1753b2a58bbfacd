package dev.leat.cli.feed;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * Where the messages of a file begin, so that any of them can be read. The places of at most four
 * million are kept; in a file of more, those of every second message, or every fourth, and so on.
 */
final class FileIndex implements Closeable {
  private static final int MOST_PLACES = 4 << 20;

  /** Enough for most messages; grows for larger ones. */
  private static final int MEMORY = 16 << 10;

  private final FileInput input;
  private final Reading reading;
  private final FileChannel file;
  private final int mostPlaces;
  private ByteBuffer memory = ByteBuffer.allocateDirect(MEMORY);

  private long[] places = new long[1024];
  private int kept;

  /** Of 2^{@code sparse} messages, one has its place kept. */
  private int sparse;

  private long messages;
  private long dropped;

  /** Where the last message ends. */
  private long size;

  /** Reads the whole file once. */
  FileIndex(FileInput input, Reading reading) throws IOException {
    this(input, reading, MOST_PLACES);
  }

  FileIndex(FileInput input, Reading reading, int mostPlaces) throws IOException {
    this.input = input;
    this.reading = reading;
    this.mostPlaces = mostPlaces;
    this.file = input.openAnywhere();
    try {
      fill(new BlockReader(file, reading.framing(), reading.options(), null));
    } catch (IOException e) {
      file.close();
      throw new IOException(
          input.name() + ", message " + (messages + 1) + ": " + e.getMessage(), e);
    }
  }

  private void fill(BlockReader reader) throws IOException {
    long place = 0;
    do {
      while (reader.frames(1, Long.MAX_VALUE).count() > 0 || reader.message() != null) {
        add(place, reader.taken());
        place = reader.position();
      }
    } while (reader.read());
    while (reader.lastMessage() != null) {
      add(place, reader.taken());
      place = reader.position();
    }
    dropped = reader.dropped();
    size = place;
  }

  /** A message of this number, from 1, begins here, or behind others that are dropped. */
  private void add(long place, long number) {
    if (number <= reading.headerLines()) {
      return;
    }
    if ((messages & ((1L << sparse) - 1)) == 0) {
      if (kept == mostPlaces) {
        thinOut();
      }
      if (kept == places.length) {
        places = Arrays.copyOf(places, Math.min(2 * kept, mostPlaces));
      }
      places[kept++] = place;
    }
    messages++;
  }

  private void thinOut() {
    kept /= 2;
    for (int i = 0; i < kept; i++) {
      places[i] = places[2 * i];
    }
    sparse++;
  }

  /** How many there are. */
  long messages() {
    return messages;
  }

  /** Messages that are left out or cut because they are too long, or not complete. */
  long dropped() {
    return dropped;
  }

  /**
   * Moves the message of this number, from 0.
   *
   * @throws IOException if the file cannot be read, or is shorter than it was
   */
  void move(long number, Target target) throws IOException {
    if (file.size() < size) {
      throw new IOException(
          input.name()
              + " has changed while it was fed: it had "
              + size
              + " bytes and has "
              + file.size());
    }
    int from = (int) (number >>> sparse);
    file.position(places[from]);
    var reader = new InputReader(input, file, reading, memory);
    reader.moveAllTo(Target.NOWHERE, number - ((long) from << sparse));
    reader.moveAllTo(target, 1);
    memory = reader.memory();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
