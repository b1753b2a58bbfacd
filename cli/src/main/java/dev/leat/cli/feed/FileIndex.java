package dev.leat.cli.feed;

import dev.leat.cli.feed.BlockReader.Frames;
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
    long header = reading.headerLines();
    do {
      Frames frame = reader.frames(1, Long.MAX_VALUE);
      while (frame.count() > 0) {
        if (header > 0) {
          header--;
        } else {
          add(place);
        }
        place += frame.bytes().remaining();
        frame = reader.frames(1, Long.MAX_VALUE);
      }
    } while (reader.read());
    if (reader.lastMessage() != null && header == 0) {
      add(place);
    }
  }

  private void add(long place) {
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

  /** Moves the message of this number, from 0. */
  void move(long number, Target target) throws IOException {
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
