package dev.leat.stream;

import static java.nio.file.StandardOpenOption.READ;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds out where the segments of a store begin and end. */
final class Extents {
  private Extents() {}

  /** What can be read of a store that another process may be writing; nothing is changed. */
  static Recovered look(StoreDirectory directory) throws IOException {
    List<IndexHeader> headers = headers(directory);
    StoreState state = directory.before();
    if (headers.isEmpty() && state == null) {
      throw new StoreUnusable("there is no stream in " + directory.path());
    }
    List<Extent> extents = new ArrayList<>();
    for (int i = 0; i < headers.size() - 1; i++) {
      extents.add(between(directory, headers.get(i), headers.get(i + 1)));
    }
    if (state != null && headers.isEmpty()) {
      return Recovered.nothing(state.framing(), state.epoch(), LogOptions.DEFAULT_PRODUCERS);
    }
    IndexHeader last = headers.getLast();
    return new Recovered(
        last.framing(),
        last.epoch(),
        extents,
        last.baseOffset(),
        last.time(),
        last.baseOffset(),
        last.basePosition(),
        new Producers(LogOptions.DEFAULT_PRODUCERS));
  }

  /** The segments that are there, oldest first, also while another process writes them. */
  static List<IndexHeader> headers(StoreDirectory directory) throws IOException {
    List<IndexHeader> headers = new ArrayList<>();
    for (long base : directory.bases()) {
      try {
        if (Files.exists(directory.data(base))) {
          headers.add(header(directory, base));
        }
      } catch (NoSuchFileException | EOFException e) {
        // One that is being deleted is gone, and one that is being written comes later.
        headers.removeIf(header -> Files.notExists(directory.data(header.baseOffset())));
      }
    }
    return headers;
  }

  static IndexHeader header(StoreDirectory directory, long base) throws IOException {
    Path file = directory.index(base);
    try (FileChannel index = directory.disk().open(file, READ)) {
      IndexHeader header = IndexHeader.read(index, file);
      if (header.baseOffset() != base) {
        throw new StoreUnusable(
            "%s begins with message %d, not with the one that its name says"
                .formatted(file, header.baseOffset()));
      }
      return header;
    }
  }

  /** Where a segment ends is told by the header of the next, which is checked by itself. */
  static Extent between(StoreDirectory directory, IndexHeader header, IndexHeader next)
      throws IOException {
    long base = header.baseOffset();
    long length = next.basePosition() - header.basePosition();
    long messages = next.baseOffset() - base;
    if (length <= 0 || length > Integer.MAX_VALUE || messages <= 0 || messages > length) {
      throw new StoreDamaged(
          directory.data(base), 0, base, "the next segment does not follow this one");
    }
    int entries;
    IndexEntry last = null;
    try (FileChannel index = directory.disk().open(directory.index(base), READ)) {
      entries = (int) ((index.size() - header.length()) / IndexEntry.BYTES);
      if (entries > 0) {
        ByteBuffer encoded = ByteBuffer.allocate(IndexEntry.BYTES);
        index.read(encoded, header.length() + (entries - 1L) * IndexEntry.BYTES);
        last = IndexEntry.decode(encoded, 0);
      }
    }
    boolean fits =
        last != null
            && last.nextOffset() == next.baseOffset()
            && last.end() == length
            && last.time() >= header.time()
            && last.time() <= next.time();
    if (!fits) {
      checkGap(directory, header, next);
    }
    return new Extent(
        base,
        header.basePosition(),
        header.length(),
        entries,
        (int) length,
        (int) messages,
        directory.beside(base),
        last != null && fits ? last.time() : next.time());
  }

  /** Whether what is between these is missing; else the first is damaged, which it will say. */
  private static void checkGap(StoreDirectory directory, IndexHeader header, IndexHeader next)
      throws IOException {
    try (SegmentContent content = SegmentContent.open(directory, header.baseOffset())) {
      Path data = directory.data(header.baseOffset());
      IndexEntry last = content.scan().lastKnown();
      if (last != null) {
        throw new StoreDamaged(
            data,
            last.end(),
            last.nextOffset(),
            "what followed, up to message %d, is missing".formatted(next.baseOffset() - 1));
      }
    }
  }
}
