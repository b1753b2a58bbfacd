package dev.leat.stream;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.leat.framing.Decoder;
import dev.leat.framing.Framing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Makes segments end earlier, in steps each of which is forced and leaves a store that can be
 * opened: the index never speaks of data that is gone.
 */
final class SegmentCuts {
  private final StoreDirectory directory;
  private final CRC32C sum = new CRC32C();

  SegmentCuts(StoreDirectory directory) {
    this.directory = directory;
  }

  /**
   * Where a segment is to end.
   *
   * @param entries of the index that stay
   * @param length of the data that stays
   * @param time of the last message that stays, in milliseconds since 1970
   * @param ending the last of the entries, as the last of its commit; null if none stays
   * @param part the same with only those of its messages that stay
   */
  record Cut(
      int entries, int length, long time, @Nullable ByteBuffer ending, @Nullable ByteBuffer part) {}

  /**
   * Finds where a message begins.
   *
   * @throws StoreDamaged if the segment is damaged before it
   */
  Cut find(IndexHeader header, long offset) throws IOException {
    SegmentContent content = SegmentContent.read(directory, header.baseOffset());
    SegmentScan scan = content.scan();
    if (scan.nextOffset() < offset) {
      throw scan.damage(
          directory.data(header.baseOffset()), "the stream cannot be cut off behind that");
    }
    int last = -1;
    while (last + 1 < scan.committed() && entry(content, last + 1).offset() < offset) {
      last++;
    }
    if (last < 0) {
      return new Cut(0, 0, header.time(), null, null);
    }
    IndexEntry entry = entry(content, last);
    int count = (int) Math.min(entry.count(), offset - entry.offset());
    ByteBuffer all = content.data().slice(entry.position(), entry.length());
    ByteBuffer left = count == entry.count() ? all : first(all, count, header.framing());
    ByteBuffer index = content.index();
    byte[] source = content.sources().utf8(entry.source());
    return new Cut(
        last + 1,
        entry.position() + left.limit(),
        entry.time(),
        IndexEntry.ending(index, at(header, last), all, source, entry.count(), sum),
        IndexEntry.ending(index, at(header, last), left, source, count, sum));
  }

  private static IndexEntry entry(SegmentContent content, int number) {
    return IndexEntry.decode(content.index(), at(content.header(), number));
  }

  private static int at(IndexHeader header, int number) {
    return header.length() + number * IndexEntry.BYTES;
  }

  /** The first messages of these. */
  private static ByteBuffer first(ByteBuffer bytes, int count, String framing) throws IOException {
    Decoder decoder = Walk.decoder(Framing.parse(framing));
    ByteBuffer ahead = bytes.duplicate();
    for (int i = 0; i < count; i++) {
      if (!decoder.skip(ahead)) {
        throw new IOException("the bytes of an entry are not framed as " + framing);
      }
    }
    return bytes.slice(0, ahead.position());
  }

  /**
   * Cuts it off there. The last entry that stays is written over, first so that its commit ends
   * with it and later without the messages that go: it lies within one sector, which a disk writes
   * as a whole or not.
   */
  void shorten(IndexHeader header, Cut cut) throws IOException {
    Path index = directory.index(header.baseOffset());
    long last = at(header, cut.entries() - 1);
    if (cut.ending() != null) {
      write(index, cut.ending(), last);
    }
    truncate(index, last + IndexEntry.BYTES);
    if (cut.part() != null) {
      write(index, cut.part(), last);
    }
    truncate(directory.data(header.baseOffset()), cut.length());
  }

  /** Takes all messages out of a segment, which is of this epoch from now on. */
  void empty(IndexHeader header, long epoch) throws IOException {
    truncate(directory.index(header.baseOffset()), header.length());
    truncate(directory.data(header.baseOffset()), 0);
    write(directory.index(header.baseOffset()), header.epoch(epoch).encoded(), 0);
  }

  /** Deletes the newest segment, which holds nothing from the first step on. */
  void remove(IndexHeader header) throws IOException {
    truncate(directory.index(header.baseOffset()), header.length());
    directory.delete(header.baseOffset());
  }

  /**
   * Begins a segment without messages behind the end of the one before it: it tells of which epoch
   * the stream is now, where it goes on, and what producers have sent.
   *
   * @param segments those before it
   */
  void begin(List<IndexHeader> segments, long offset, Cut end, long epoch) throws IOException {
    IndexHeader before = segments.getLast();
    Producers sent = new ProducerHistory(directory, Integer.MAX_VALUE).upTo(segments);
    ByteBuffer producers = sent.encoded();
    IndexHeader header =
        IndexHeader.of(
            epoch,
            offset,
            before.basePosition() + end.length(),
            Math.max(end.time(), System.currentTimeMillis()),
            before.framing(),
            producers);
    ProducersFile.write(directory, offset, producers);
    ProducersFile.force(directory, offset);
    Path index = directory.index(offset);
    try (FileChannel file = directory.disk().open(index, CREATE, TRUNCATE_EXISTING, WRITE)) {
      write(file, header.encoded(), 0);
    }
    try (FileChannel file =
        directory.disk().open(directory.data(offset), CREATE, TRUNCATE_EXISTING, WRITE)) {
      file.force(true);
    }
    directory.force();
  }

  private void truncate(Path path, long size) throws IOException {
    try (FileChannel file = directory.disk().open(path, WRITE)) {
      file.truncate(size);
      file.force(true);
    }
  }

  private void write(Path path, ByteBuffer bytes, long position) throws IOException {
    try (FileChannel file = directory.disk().open(path, WRITE)) {
      write(file, bytes, position);
    }
  }

  private static void write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += file.write(bytes, at);
    }
    file.force(true);
  }
}
