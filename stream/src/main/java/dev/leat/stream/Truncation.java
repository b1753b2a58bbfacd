package dev.leat.stream;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages away at the ends of a stored stream, of which it is the only writer until it is
 * closed. Whenever it is broken off, also by a loss of power, the store is as it was, or as it was
 * to become, or in between: it holds every message that was to stay.
 */
public final class Truncation implements AutoCloseable {
  private final StoreDirectory directory;
  private final StoreSurvey.Ends ends;
  private final SegmentCuts cuts;
  private List<IndexHeader> headers;
  private StoreState state;

  private Truncation(StoreDirectory directory) throws IOException {
    this.directory = directory;
    this.ends = new StoreSurvey(directory).ends();
    this.headers = Extents.headers(directory);
    this.cuts = new SegmentCuts(directory);
    this.state = state(directory.before());
  }

  static Truncation of(StoreDirectory directory) throws IOException {
    try {
      return new Truncation(directory);
    } catch (IOException | RuntimeException | Error e) {
      try {
        directory.close();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  /** Where nothing is known, nothing is to be relied on when the store is opened. */
  private StoreState state(@Nullable StoreState before) {
    return before != null
        ? before
        : new StoreState(
            ends.framing(),
            ends.epoch(),
            Sync.INTERVAL,
            "",
            "",
            headers.getLast().baseOffset(),
            -1,
            "");
  }

  /** The oldest message that was in the store when it was taken. */
  public long earliest() {
    return ends.earliest();
  }

  /** The message that would have been the next then. */
  public long next() {
    return ends.next();
  }

  /**
   * The message with which the stream would begin if those before this offset were dropped:
   * segments go as a whole, so it may be an older one. All of them go where the offset is that of
   * the next message to come.
   */
  public long earliestWithout(long offset) {
    if (offset >= ends.next()) {
      return ends.next();
    }
    long earliest = ends.earliest();
    for (IndexHeader header : headers) {
      if (header.baseOffset() <= offset) {
        earliest = header.baseOffset();
      }
    }
    return earliest;
  }

  /**
   * Drops the segments that hold only messages before this offset, as retention does. The epoch
   * stays.
   */
  public void dropBefore(long offset) throws IOException {
    long earliest = earliestWithout(offset);
    IndexHeader last = headers.isEmpty() ? null : headers.getLast();
    if (last != null && earliest > last.baseOffset()) {
      begin(earliest, state.epoch());
    }
    for (IndexHeader header : List.copyOf(headers)) {
      if (header.baseOffset() < earliest) {
        directory.delete(header.baseOffset());
      }
    }
    directory.force();
    headers = Extents.headers(directory);
  }

  /** Has the stream go on, empty, behind its last message. */
  private void begin(long offset, long epoch) throws IOException {
    SegmentCuts.Cut end = cuts.find(headers.getLast(), offset);
    cuts.shorten(headers.getLast(), end); // a killed writer may have left the beginning of a commit
    cuts.begin(headers, offset, end, epoch);
    save(state.newest(offset));
    headers = Extents.headers(directory);
  }

  /**
   * Cuts the stream off before this message: it and all that follow are gone. As somebody may have
   * read them, a new epoch begins, unless there are none.
   *
   * @throws OffsetOutOfRange if it is before the oldest message kept
   * @throws StoreDamaged if a message before it, in its segment, is damaged
   */
  public void cutAt(long offset) throws IOException {
    if (offset < ends.earliest()) {
      throw new OffsetOutOfRange(offset, ends.earliest(), ends.next());
    }
    if (headers.isEmpty() || (offset >= ends.next() && !somethingBehind(offset))) {
      return;
    }
    IndexHeader keep = Objects.requireNonNull(holding(offset));
    SegmentCuts.Cut cut = cuts.find(keep, offset);
    long epoch = Math.max(ends.epoch() + 1, System.currentTimeMillis());
    boolean closed = state.closed() >= 0;
    // First of all: whatever is found from now on, is of another epoch.
    save(state.epoch(epoch).newest(keep.baseOffset()).closed(-1));
    cuts.removeBehind(keep.baseOffset());
    if (keep.baseOffset() == offset) {
      cuts.empty(keep, epoch);
    } else {
      cuts.shorten(keep, cut);
      cuts.begin(headers.subList(0, headers.indexOf(keep) + 1), offset, cut, epoch);
    }
    save(state.newest(offset).closed(closed ? offset : -1));
    headers = Extents.headers(directory);
  }

  /** Whether there are segments from there on, though their messages cannot be counted. */
  private boolean somethingBehind(long offset) {
    return headers.getLast().baseOffset() > offset;
  }

  private @Nullable IndexHeader holding(long offset) {
    IndexHeader holding = null;
    for (IndexHeader header : headers) {
      if (header.baseOffset() <= offset) {
        holding = header;
      }
    }
    return holding;
  }

  private void save(StoreState changed) throws IOException {
    state = changed;
    directory.save(state, true);
  }

  /** Lets go of the store. */
  @Override
  public void close() throws IOException {
    directory.close();
  }
}
