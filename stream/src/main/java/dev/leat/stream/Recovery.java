package dev.leat.stream;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.leat.framing.Framing;
import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens a store as its last writer has left it.
 *
 * <p>A killed process leaves, at the end, bytes without an index entry, half an entry, or half a
 * commit: nobody has seen them, and they are cut off. A loss of power may have taken any page that
 * was not forced, so entries are looked at from the place up to which everything is known to have
 * been forced; at the first that is not as it was written the stream ends, and as somebody may have
 * read what is cut off, a new epoch begins. An entry that is wrong though it cannot be torn is
 * damage: nothing is cut, and its segment is not served. What cannot be read may be as it was
 * written: nothing is cut there either, and the store is not opened.
 */
final class Recovery {
  private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

  private final StoreDirectory directory;
  private final @Nullable Framing wanted;
  private final Sync sync;
  private final int producers;
  private final long now;
  private final List<IndexHeader> headers = new ArrayList<>();
  private boolean cut;

  /** Up to where everything is known to have been forced; -1 if that is not known. */
  private long forced = -1;

  /**
   * @param wanted framing of the stream; null takes what is there
   * @param producers how many are known
   * @param now in milliseconds since 1970
   */
  Recovery(StoreDirectory directory, @Nullable Framing wanted, Sync sync, int producers, long now) {
    this.directory = directory;
    this.wanted = wanted;
    this.sync = sync;
    this.producers = producers;
    this.now = now;
  }

  Recovered recover() throws IOException {
    StoreState before = directory.before();
    if (before != null) {
      checkFraming(before.framing(), directory.path());
    }
    readHeaders();
    checkNewest(before);
    String framing = framing(before);
    long epoch = before == null ? 0 : before.epoch();
    for (IndexHeader header : headers) {
      epoch = Math.max(epoch, header.epoch());
    }
    boolean closed = before != null && wasClosed(before);
    boolean trusted = closed || (before != null && isSameBoot(before));
    if (headers.isEmpty()) {
      epoch = trusted ? epoch : Math.max(epoch + 1, now);
      return Recovered.nothing(framing, epoch, producers);
    }
    if (!trusted) {
      if (isNeverForced()) {
        cutGap();
      }
      cutTorn();
    }
    List<Extent> extents = extents();
    if (sync != Sync.NONE && directory.isCopied()) {
      new ForcedSegments(directory).all(extents);
    }
    if (sync != Sync.NONE && !closed) {
      forceWhatWasNot(extents);
    }
    if (cut || !trusted) {
      epoch = Math.max(epoch + 1, now);
    }
    // A last segment without messages is still known by where it begins.
    IndexHeader last = headers.getLast();
    Extent newest = extents.isEmpty() ? null : extents.getLast();
    boolean full = newest != null && newest.baseOffset() == last.baseOffset();
    return new Recovered(
        framing,
        epoch,
        extents,
        // The files of one without messages are written again, and may be lost on the way.
        newest == null ? last.baseOffset() : newest.baseOffset(),
        newest == null ? 0 : newest.newestTime(),
        newest != null && full ? newest.nextOffset() : last.baseOffset(),
        newest != null && full ? newest.endPosition() : last.basePosition(),
        new ProducerHistory(directory, producers).upTo(headers));
  }

  // What there is

  private void readHeaders() throws IOException {
    List<Long> bases = List.copyOf(directory.bases());
    for (int i = 0; i < bases.size(); i++) {
      long base = bases.get(i);
      try {
        readHeader(base, i == bases.size() - 1);
      } catch (StoreUnusable e) {
        throw e;
      } catch (IOException e) {
        if (!mayBeLost(e) || (!isNeverForced() && !isUnnamed(base))) {
          throw e;
        }
        lost(e);
        cut = true;
        if (!headers.isEmpty() || !isNeverForced()) {
          delete(
              bases.subList(i, bases.size()),
              headers.isEmpty() ? -1 : headers.getLast().baseOffset());
          return;
        }
        directory.delete(base);
      }
    }
  }

  private void readHeader(long base, boolean last) throws IOException {
    boolean data = Files.exists(directory.data(base));
    if (!Files.exists(directory.index(base))) {
      if (!last || !(wasBeingCreated(base) || wasBeingCutOff(base))) {
        throw new StoreDamaged(directory.data(base), 0, base, "its index is missing");
      }
      directory.delete(base);
    } else if (last) {
      IndexHeader header = lastHeader(base);
      if (header != null) {
        headers.add(header);
      }
    } else if (data) {
      headers.add(header(base));
    } else if (headers.isEmpty() && !isUnnamed(base)) {
      directory.delete(base); // which was under way: it begins with the data
    } else {
      throw new StoreDamaged(directory.data(base), 0, base, "the file is missing");
    }
  }

  /**
   * Deletes all segments behind one, the newest first, so that never one is missing in the middle;
   * but says so before, lest the newest be missed if the power is lost again.
   *
   * @param last the first message of the one that is the last then; -1 if none is left
   */
  private void delete(List<Long> bases, long last) throws IOException {
    StoreState before = directory.before();
    if (before != null && before.newest() > last && !bases.isEmpty()) {
      directory.save(before.newest(last), true);
    }
    for (long base : bases.reversed()) {
      directory.deleteNewest(base);
    }
  }

  /** Whether a loss of power may be why; it is not if something is there and cannot be read. */
  private static boolean mayBeLost(IOException e) {
    return e instanceof NoSuchFileException
        || e instanceof EOFException
        || e instanceof HeaderDamaged
        || (e instanceof StoreDamaged && e.getCause() == null);
  }

  private static void lost(IOException what) {
    LOG.log(Level.WARNING, "what was never forced was lost with the power: " + what.getMessage());
  }

  /**
   * Whether the power went off before this segment was known to last: what is forced at intervals
   * goes on in new files before their names and headers have been forced.
   */
  private boolean isUnnamed(long base) throws IOException {
    StoreState before = directory.before();
    return before != null && before.sync() == Sync.INTERVAL && wasBeingCreated(base);
  }

  /** Whether the power went off before the names of these files were forced. */
  private boolean wasBeingCreated(long base) throws IOException {
    StoreState before = directory.before();
    return before != null && !isSameBoot(before) && before.newest() < base;
  }

  /** Whether who cut off the end was broken off: before that, it has begun a new epoch. */
  private boolean wasBeingCutOff(long base) {
    StoreState before = directory.before();
    return before != null
        && before.newest() < base
        && !headers.isEmpty()
        && headers.stream().allMatch(header -> header.epoch() < before.epoch());
  }

  /** The header of a segment whose creation may not have come to its end; null if so. */
  private @Nullable IndexHeader lastHeader(long base) throws IOException {
    long size = Files.size(directory.index(base));
    boolean data = Files.exists(directory.data(base));
    try {
      IndexHeader header = header(base);
      if (!data && size >= header.length() + IndexEntry.BYTES) {
        throw new StoreDamaged(directory.data(base), 0, base, "the file is missing");
      }
      if (!data) {
        directory.disk().open(directory.data(base), CREATE, WRITE).close();
      }
      return header;
    } catch (StoreUnusable | StoreDamaged e) {
      throw e;
    } catch (IOException e) {
      // It is forced before the first message comes; where nothing is, the power may have taken it.
      boolean empty = !data || Files.size(directory.data(base)) == 0;
      if (!mayBeLost(e) || (!empty && !isNeverForced())) {
        throw e;
      }
      cut |= !empty;
      directory.delete(base);
      return null;
    }
  }

  private IndexHeader header(long base) throws IOException {
    IndexHeader header = Extents.header(directory, base);
    checkFraming(header.framing(), directory.index(base));
    return header;
  }

  private void checkFraming(String found, Path where) throws StoreUnusable {
    if (wanted != null && !wanted.toString().equals(found)) {
      throw new StoreUnusable(
          "%s holds a stream framed as %s, not as %s".formatted(where, found, wanted));
    }
  }

  private String framing(@Nullable StoreState before) throws StoreUnusable {
    if (!headers.isEmpty()) {
      return headers.getLast().framing();
    }
    if (before != null) {
      return before.framing();
    }
    if (wanted == null) {
      throw new StoreUnusable("there is no stream in " + directory.path());
    }
    return wanted.toString();
  }

  private void checkNewest(@Nullable StoreState before) throws IOException {
    if (before == null || isNeverForced()) {
      return;
    }
    long newest = headers.isEmpty() ? -1 : headers.getLast().baseOffset();
    if (before.newest() > newest) {
      throw new StoreDamaged(
          directory.data(before.newest()), 0, before.newest(), "the newest segment is missing");
    }
  }

  /** Whether the power has been off, and nothing was promised for that. */
  private boolean isNeverForced() throws IOException {
    StoreState before = directory.before();
    return before != null && before.sync() == Sync.NONE && !isSameBoot(before);
  }

  private boolean isSameBoot(StoreState before) throws IOException {
    return before.isOf(directory.disk().boot());
  }

  /** Whether it was closed in order, and everything that was in it then was forced. */
  private boolean wasClosed(StoreState before) throws IOException {
    if (!before.wasClosed()) {
      return false;
    }
    if (headers.isEmpty()) {
      return true;
    }
    long base = headers.getLast().baseOffset();
    try (SegmentContent content = SegmentContent.open(directory, base)) {
      SegmentScan scan = content.scan();
      if (scan.isWhole() && scan.nextOffset() < before.closed()) {
        throw scan.damage(
            directory.data(base),
            "the stream went on to message %d when it was closed".formatted(before.closed() - 1));
      }
      return !scan.isWhole() || scan.nextOffset() == before.closed();
    }
  }

  // After a loss of power

  /** Ends a stream that was never forced where a segment does not follow the one before. */
  private void cutGap() throws IOException {
    for (int i = 1; i < headers.size(); i++) {
      try {
        Extents.between(directory, headers.get(i - 1), headers.get(i));
      } catch (StoreDamaged e) {
        if (!mayBeLost(e)) {
          throw e;
        }
        lost(e);
        deleteBehind(i - 1);
      }
    }
  }

  private void deleteBehind(int number) throws IOException {
    cut = true;
    List<IndexHeader> gone = headers.subList(number + 1, headers.size());
    delete(gone.stream().map(IndexHeader::baseOffset).toList(), headers.get(number).baseOffset());
    gone.clear();
  }

  /** Cuts the stream off where it is torn. */
  private void cutTorn() throws IOException {
    int from = headers.size();
    boolean neverForced;
    do {
      from--;
      try (SegmentContent content = content(from)) {
        SegmentScan scan = content.scan();
        forced = Math.max(forced, scan.forced());
        neverForced = scan.committed() > 0 && forced < 0;
      }
      // Of a stream that is never forced nothing is promised, and the last segment alone looked at.
    } while (from > 0 && !neverForced && headers.get(from).basePosition() > forced);
    for (int i = from; i < headers.size(); i++) {
      try (SegmentContent content = content(i)) {
        SegmentScan scan = content.scan();
        long end = headers.get(i).basePosition() + scan.end();
        boolean goesOn = i == headers.size() - 1 || headers.get(i + 1).basePosition() == end;
        if (end >= forced && !(scan.isWhole() && goesOn)) {
          if (!scan.isReadable()) {
            throw scan.damage(
                directory.data(headers.get(i).baseOffset()), "what follows cannot be read");
          }
          cutBehind(i, scan);
        }
      }
    }
  }

  private SegmentContent content(int number) throws IOException {
    return SegmentContent.open(directory, headers.get(number).baseOffset());
  }

  /** Cuts a segment off behind its intact entries, and all that come after it. */
  private void cutBehind(int number, SegmentScan scan) throws IOException {
    IndexHeader header = headers.get(number);
    LOG.log(
        Level.WARNING,
        "{0}: the stream ends before message {1}, byte {2}: what followed was lost with the power",
        directory.data(header.baseOffset()),
        scan.nextOffset(),
        scan.end());
    deleteBehind(number);
    truncate(header, scan.committed(), scan.end());
  }

  private void truncate(IndexHeader header, int entries, int end) throws IOException {
    long base = header.baseOffset();
    try (FileChannel index = directory.disk().open(directory.index(base), WRITE);
        FileChannel data = directory.disk().open(directory.data(base), WRITE)) {
      long entriesEnd = header.length() + (long) entries * IndexEntry.BYTES;
      if (data.size() > end || index.size() > entriesEnd) {
        data.truncate(end);
        index.truncate(entriesEnd);
        data.force(true);
        index.force(true);
      }
    }
  }

  // What can be served

  private List<Extent> extents() throws IOException {
    List<Extent> extents = new ArrayList<>();
    for (int i = 0; i < headers.size() - 1; i++) {
      extents.add(Extents.between(directory, headers.get(i), headers.get(i + 1)));
    }
    Extent newest = newest(headers.getLast());
    if (newest != null) {
      extents.add(newest);
    }
    return extents;
  }

  /** The last segment, without what nobody has seen; null if nothing is left. */
  private @Nullable Extent newest(IndexHeader header) throws IOException {
    long base = header.baseOffset();
    IndexEntry last;
    int entries;
    try (SegmentContent content = SegmentContent.open(directory, base)) {
      SegmentScan scan = content.scan();
      entries = scan.known();
      last = scan.lastKnown();
      forced = Math.max(forced, scan.forced());
      if (!scan.isWhole()) {
        if (last == null) {
          throw scan.damage(directory.data(base), "its newest message is not whole");
        }
        var damage = scan.damage(directory.data(base), "this segment will not be served");
        LOG.log(Level.WARNING, damage.getMessage());
      }
      truncate(header, entries, last == null ? 0 : last.end());
    }
    if (last == null) {
      return null;
    }
    return new Extent(
        base,
        header.basePosition(),
        header.length(),
        entries,
        last.end(),
        (int) (last.nextOffset() - base),
        directory.beside(base),
        last.time());
  }

  /** What is served from now on is to last, though the last writer had not got to it. */
  private void forceWhatWasNot(List<Extent> extents) throws IOException {
    if (forced < 0 && !extents.isEmpty()) {
      forced = forcedIn(extents.getLast()); // the newest segment may have no messages
    }
    new ForcedSegments(directory).againFrom(forced, extents);
  }

  private long forcedIn(Extent extent) throws IOException {
    try (SegmentContent content = SegmentContent.open(directory, extent.baseOffset())) {
      return content.scan().forced();
    }
  }
}
