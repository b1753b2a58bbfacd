package dev.leat.stream;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.leat.framing.Decoder;
import dev.leat.framing.Framing;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Makes segments end earlier, in steps each of which is forced and leaves a store that can be
 * opened: the index never speaks of data that is gone.
 */
final class SegmentCuts {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** How much is copied at once. */
  private static final int PART = 64 << 10;

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
   * @param last of the entries, with those of its messages that stay, as the last of its commit;
   *     null if none stays
   */
  record Cut(int entries, int length, long time, @Nullable ByteBuffer last) {}

  /**
   * Finds where a message begins.
   *
   * @throws StoreDamaged if the segment is damaged before it
   */
  Cut find(IndexHeader header, long offset) throws IOException {
    try (SegmentContent content = SegmentContent.open(directory, header.baseOffset())) {
      return find(header, content, offset);
    }
  }

  private Cut find(IndexHeader header, SegmentContent content, long offset) throws IOException {
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
      return new Cut(0, 0, header.time(), null);
    }
    IndexEntry entry = entry(content, last);
    int count = (int) Math.min(entry.count(), offset - entry.offset());
    ByteBuffer all = content.data(entry.position(), entry.length());
    ByteBuffer left = count == entry.count() ? all : first(all, count, header.framing());
    byte[] source = content.sources().utf8(entry.source());
    return new Cut(
        last + 1,
        entry.position() + left.limit(),
        entry.time(),
        IndexEntry.ending(content.index(), at(header, last), left, source, count, sum));
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

  /** Cuts it off there, unless it ends there. */
  void shorten(IndexHeader header, Cut cut) throws IOException {
    Path index = directory.index(header.baseOffset());
    Path data = directory.data(header.baseOffset());
    long end = at(header, cut.entries());
    if (Files.size(index) == end && Files.size(data) == cut.length()) {
      return;
    }
    ByteBuffer last = cut.last() == null ? NOTHING : cut.last().duplicate();
    replace(index, end - last.remaining(), last);
    replace(data, cut.length(), NOTHING);
  }

  /** Takes all messages out of a segment, which is of this epoch from now on. */
  void empty(IndexHeader header, long epoch) throws IOException {
    replace(directory.index(header.baseOffset()), 0, header.epoch(epoch).encoded());
    replace(directory.data(header.baseOffset()), 0, NOTHING);
  }

  /**
   * Deletes the segments behind this one, the newest first, which takes no room: the disk may be
   * full. The state no longer speaks of them.
   */
  void removeBehind(long last) throws IOException {
    for (long base : directory.bases().tailSet(last, false).descendingSet()) {
      directory.deleteNewest(base);
      directory.force();
    }
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
      SegmentFiles.write(file, header.encoded(), 0);
      file.force(true);
    }
    try (FileChannel file =
        directory.disk().open(directory.data(offset), CREATE, TRUNCATE_EXISTING, WRITE)) {
      file.force(true);
    }
    directory.force();
  }

  /**
   * Puts another file in the place of this one: the first bytes of it, and these behind them. What
   * others have mapped into memory is not cut back under their hands, which would end them.
   */
  private void replace(Path path, long kept, ByteBuffer behind) throws IOException {
    Path other = directory.replacement(path);
    try (FileChannel from = directory.disk().open(path, READ);
        FileChannel to = directory.disk().open(other, CREATE, TRUNCATE_EXISTING, WRITE)) {
      ByteBuffer part = ByteBuffer.allocate(PART);
      for (long at = 0; at < kept; ) {
        part.clear().limit((int) Math.min(PART, kept - at));
        if (from.read(part, at) < 0) {
          throw new EOFException(path + " has been cut short");
        }
        part.flip();
        int bytes = part.remaining();
        SegmentFiles.write(to, part, at);
        at += bytes;
      }
      SegmentFiles.write(to, behind, kept);
      to.force(true);
    }
    directory.disk().move(other, path);
    directory.force();
  }
}
