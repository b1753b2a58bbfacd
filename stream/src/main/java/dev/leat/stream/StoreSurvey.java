package dev.leat.stream;

import static java.nio.file.StandardOpenOption.READ;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out what is in a store without reading its messages. */
final class StoreSurvey {
  private final StoreDirectory directory;
  private final int most;
  private final Set<String> sources = new HashSet<>();
  private final Set<Long> producers = new HashSet<>();
  private long dataBytes;
  private long indexBytes;

  StoreSurvey(StoreDirectory directory) {
    this(directory, StoreInfo.MOST_COUNTED);
  }

  /**
   * @param most so many sources, and so many producers, are told apart
   */
  StoreSurvey(StoreDirectory directory, int most) {
    this.directory = directory;
    this.most = most;
  }

  /**
   * Where the stream begins and ends.
   *
   * @param headers of the segments
   * @param state null if it has been lost
   * @param newest the last entry; null if there is none
   */
  record Ends(List<IndexHeader> headers, @Nullable StoreState state, @Nullable IndexEntry newest) {
    String framing() {
      return state == null ? headers.getLast().framing() : state.framing();
    }

    long epoch() {
      long epoch = state == null ? 0 : state.epoch();
      for (IndexHeader header : headers) {
        epoch = Math.max(epoch, header.epoch());
      }
      return epoch;
    }

    long earliest() {
      return headers.isEmpty() ? 0 : headers.getFirst().baseOffset();
    }

    long next() {
      long begun = headers.isEmpty() ? 0 : headers.getLast().baseOffset();
      return newest == null ? begun : Math.max(begun, newest.nextOffset());
    }
  }

  Ends ends() throws IOException {
    StoreState state = directory.before();
    List<IndexHeader> headers = Extents.headers(directory);
    if (headers.isEmpty() && state == null) {
      throw new StoreUnusable("there is no stream in " + directory.path());
    }
    return new Ends(headers, state, newest(headers));
  }

  StoreInfo info() throws IOException {
    boolean writing = directory.isBeingWritten();
    Ends ends = ends();
    for (IndexHeader header : ends.headers()) {
      measure(header);
    }
    StoreState state = ends.state();
    IndexEntry newest = ends.newest();
    boolean any = ends.next() > ends.earliest();
    return new StoreInfo(
        ends.framing(),
        IndexHeader.VERSION,
        ends.epoch(),
        state == null ? null : state.sync(),
        writing,
        state == null ? "" : state.writer(),
        state != null && state.closed() >= 0,
        ends.headers().size(),
        ends.earliest(),
        ends.next(),
        dataBytes,
        indexBytes,
        sources.size(),
        producers.size(),
        any ? Instant.ofEpochMilli(ends.headers().getFirst().time()) : null,
        any && newest != null ? Instant.ofEpochMilli(newest.time()) : null);
  }

  private void measure(IndexHeader header) throws IOException {
    long base = header.baseOffset();
    try {
      dataBytes += Files.size(directory.data(base));
      ByteBuffer index = SegmentContent.read(directory.disk(), directory.index(base));
      for (int at = header.length(); at + IndexEntry.BYTES <= index.limit(); ) {
        long producer = index.getLong(at + IndexEntry.PRODUCER);
        if (producer != 0 && producers.size() < most) {
          producers.add(producer);
        }
        at += IndexEntry.BYTES;
      }
      Sources named = SourceFile.read(directory, base);
      for (int i = 1; i <= named.size() && sources.size() < most; i++) {
        sources.add(Objects.requireNonNull(named.name(i)));
      }
      indexBytes += index.limit() + named.bytes();
    } catch (NoSuchFileException e) {
      // Its writer has just dropped it.
    }
  }

  /** The last entry of a commit, in the newest segment that has one; null if there is none. */
  private @Nullable IndexEntry newest(List<IndexHeader> headers) throws IOException {
    IndexEntry newest = null;
    for (int i = headers.size() - 1; i >= 0 && newest == null; i--) {
      newest = newest(headers.get(i));
    }
    return newest;
  }

  private @Nullable IndexEntry newest(IndexHeader header) throws IOException {
    long base = header.baseOffset();
    try (FileChannel index = directory.disk().open(directory.index(base), READ)) {
      long entries = (index.size() - header.length()) / IndexEntry.BYTES;
      ByteBuffer encoded = ByteBuffer.allocate(IndexEntry.BYTES);
      while (entries-- > 0) {
        index.read(encoded.clear(), header.length() + entries * IndexEntry.BYTES);
        IndexEntry entry = IndexEntry.decode(encoded, 0);
        boolean there = entry.count() > 0 && entry.offset() >= base;
        if (there && !IndexEntry.goesOn(encoded, 0)) {
          return entry; // else its commit is being written at this moment
        }
      }
      return null;
    } catch (NoSuchFileException | EOFException e) {
      return null;
    }
  }
}
