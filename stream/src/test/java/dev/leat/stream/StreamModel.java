package dev.leat.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import dev.leat.stream.CursorDisconnected.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A log, and beside it what it is meant to be: a list of messages, and for each cursor an offset
 * and a place inside that message. Which the earliest offset is, is for the log to say; all else
 * follows from it.
 */
final class StreamModel implements AutoCloseable {
  private record Item(Message message, Message frame, Instant time) {}

  /** What a producer begins with. */
  private static final long FIRST_NUMBER = 5;

  /** More producers than the log may know. */
  private static final int PRODUCERS = 4;

  private final TestClock clock;
  private final Maker maker;
  private final LogOptions options;
  private final long retention;
  private final Framing framing;
  private final boolean exact;
  private MessageLog log;

  /** Where the messages of each known producer are, and whoever is silent for longest first. */
  private final Map<Long, List<Long>> sent = new LinkedHashMap<>();

  private final List<Item> items = new ArrayList<>();
  private final List<Reader> readers = new ArrayList<>();
  private long earliest;
  private long refused;
  private long skipped;
  private long disconnected;
  private long expired;

  /** Makes the log that is to behave as this does. */
  interface Maker {
    MessageLog make(Framing framing, LogOptions options, TestClock clock) throws IOException;
  }

  /**
   * @param retention in bytes, in segments of which the messages here fit
   * @param exact whether it tells when each message came
   */
  StreamModel(String framing, boolean aged, long retention, boolean exact, Maker maker)
      throws IOException {
    this.exact = exact;
    this.framing = Framing.parse(framing);
    this.retention = retention;
    this.clock = new TestClock();
    var some = LogOptions.standard().retention(retention).slowTimeout(null);
    this.options = (aged ? some.maxAge(Duration.ofSeconds(2)) : some).producers(PRODUCERS - 1);
    this.maker = maker;
    this.log = maker.make(this.framing, options, clock);
  }

  /** A message of so many bytes that every framing can carry, and that differs from the others. */
  private Message message(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ('a' + (items.size() * 7 + i) % 26);
    }
    return Message.of(bytes);
  }

  private Message frame(Message message) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate((int) framing.frameBound(message.size()));
    framing.encode(message.buffer(), frame);
    return Message.copyOf(frame.flip());
  }

  private void added(Message message) throws IOException {
    items.add(new Item(message, frame(message), clock.instant()));
  }

  void append(int length) throws IOException {
    Message message = message(length);
    assertThat(log.append(message)).isEqualTo(items.size());
    added(message);
  }

  /** Appends frames, of which the last is not complete. */
  void appendFrames(List<Integer> lengths, int tail) throws IOException {
    var bytes = new ByteArrayOutputStream();
    int expected = 0;
    for (int length : lengths) {
      Message message = message(length);
      bytes.writeBytes(frame(message).bytes());
      added(message);
      expected++;
    }
    byte[] whole = frame(message(50)).bytes();
    int rest = framing.selfDelimiting() ? tail % whole.length : 0;
    bytes.write(whole, 0, rest);
    ByteBuffer frames = ByteBuffer.wrap(bytes.toByteArray());
    if (framing.selfDelimiting()) {
      assertThat(log.appendFrames(frames)).isEqualTo(expected);
    } else {
      for (int length : lengths) {
        ByteBuffer one = frames.slice(frames.position(), length);
        assertThat(log.appendFrames(one)).isEqualTo(1);
        frames.position(frames.position() + length);
      }
    }
    assertThat(frames.remaining()).isEqualTo(rest);
  }

  /**
   * Appends messages of a producer, as it would after a break in the line.
   *
   * @param back how many of its messages it sends again; with -1 it leaves one out
   */
  void send(int which, int back, List<Integer> lengths) throws IOException {
    long producer = 1L + which % PRODUCERS;
    List<Long> known = sent.get(producer);
    int again = known == null ? 0 : Math.min(back, known.size());
    long sequence = FIRST_NUMBER + (known == null ? 0 : known.size()) - again;
    if (again < 0) {
      assertThatThrownBy(() -> log.append(message(9), Origin.producer(producer, sequence)))
          .isInstanceOfSatisfying(
              SequenceGap.class, gap -> assertThat(gap.expected()).isEqualTo(sequence - 1));
      return;
    }
    if (framing.selfDelimiting() && lengths.size() > 1) {
      sendFrames(producer, sequence, again, lengths);
      return;
    }
    for (int i = 0; i < lengths.size(); i++) {
      Message message = message(lengths.get(i));
      long offset = log.append(message, Origin.producer(producer, sequence + i));
      if (i < again) {
        long first = sent.get(producer).get((int) (sequence + i - FIRST_NUMBER));
        assertThat(offset).isIn(first, first < log.counts().earliest() ? -1 : first);
      } else {
        assertThat(offset).isEqualTo(items.size());
        sent(producer);
        added(message);
      }
    }
  }

  private void sendFrames(long producer, long sequence, int again, List<Integer> lengths)
      throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < lengths.size(); i++) {
      Message message = message(lengths.get(i));
      bytes.writeBytes(frame(message).bytes());
      if (i >= again) {
        sent(producer);
        added(message);
      }
    }
    ByteBuffer frames = ByteBuffer.wrap(bytes.toByteArray());
    assertThat(log.appendFrames(frames, Origin.producer(producer, sequence)))
        .isEqualTo(Math.max(0, lengths.size() - again));
    assertThat(frames.hasRemaining()).isFalse();
  }

  private void sent(long producer) {
    List<Long> known = sent.remove(producer);
    if (known == null && sent.size() == PRODUCERS - 1) {
      sent.remove(sent.keySet().iterator().next());
      expired++;
    }
    List<Long> offsets = known == null ? new ArrayList<>() : known;
    offsets.add((long) items.size());
    sent.put(producer, offsets);
  }

  /** Closes the log and opens it again, where that is possible. */
  void reopen() throws IOException {
    if (exact) {
      readers.clear();
      log.close();
      log = maker.make(framing, options, clock);
      skipped = 0;
      disconnected = 0;
      refused = 0;
      expired = 0;
    }
  }

  void appendTooLong() {
    assertThatThrownBy(() -> log.append(message((int) retention / 2)))
        .isInstanceOf(IOException.class);
    refused++;
  }

  void wait(int millis) {
    clock.move(Duration.ofMillis(millis));
  }

  void open(int where, long pick, Slow slow, int limit) throws IOException {
    if (readers.size() == 4) {
      return; // a fifth might have to go for want of memory
    }
    long next = items.size();
    Start start =
        switch (where) {
          case 0 -> Start.earliest();
          case 1 -> Start.last();
          case 2 -> Start.latest();
          case 3 -> Start.offset(Math.floorMod(pick, next + 2) - 1);
          default -> Start.time(clock.ahead(Duration.ofMillis(-Math.floorMod(pick, 3_000L))));
        };
    Cursor cursor;
    try {
      cursor = log.cursor(start, slow);
    } catch (OffsetOutOfRange e) {
      readLog();
      long offset = ((StartPoint) start).at();
      assertThat(offset < earliest || offset > next).isTrue();
      return;
    }
    readLog();
    long offset = cursor.counts().offset();
    StartPoint point = (StartPoint) start;
    switch (point.kind()) {
      case EARLIEST -> assertThat(offset).isEqualTo(earliest);
      case LAST -> assertThat(offset).isEqualTo(Math.max(earliest, next - 1));
      case LATEST -> assertThat(offset).isEqualTo(next);
      case OFFSET -> assertThat(offset).isEqualTo(point.at());
      case TIME -> {
        Instant time = Instant.ofEpochMilli(point.at());
        long first = earliest;
        while (first < next && items.get((int) first).time().isBefore(time)) {
          first++;
        }
        assertThat(offset).isBetween(earliest, first);
        if (offset < first) {
          Instant earlier = items.get((int) offset).time();
          assertThat(Duration.between(earlier, time)).isLessThan(Duration.ofMillis(exact ? 1 : 10));
        }
      }
    }
    if (limit > 0) {
      cursor.limit(limit);
    }
    readers.add(new Reader(cursor, slow, offset, limit > 0 ? limit : Long.MAX_VALUE));
  }

  void next(int which) throws IOException {
    if (!readers.isEmpty()) {
      readers.get(which % readers.size()).next();
    }
  }

  void write(int which, int most) throws IOException {
    if (!readers.isEmpty()) {
      readers.get(which % readers.size()).write(most);
    }
  }

  void close(int which) {
    if (!readers.isEmpty()) {
      Reader reader = readers.remove(which % readers.size());
      reader.cursor.close();
      assertThatThrownBy(reader.cursor::next).isInstanceOf(CursorDisconnected.class);
    }
  }

  private void readLog() {
    LogCounts counts = log.counts();
    assertThat(counts.earliest()).isBetween(earliest, (long) items.size());
    earliest = counts.earliest();
    readers.removeIf(Reader::isOvertaken);
  }

  /** To be called after each step. */
  void check() {
    readLog();
    long bytes = items.stream().mapToLong(item -> item.frame().size()).sum();
    LogCounts counts = log.counts();
    assertThat(counts.memory()).isBetween(retention / 4, 2 * retention);
    long kept = items.stream().skip(earliest).mapToLong(item -> item.frame().size()).sum();
    assertThat(kept).isLessThanOrEqualTo(retention);
    long open = readers.stream().filter(reader -> reader.left > 0).count();
    assertThat(counts)
        .isEqualTo(
            new LogCounts(
                earliest,
                items.size(),
                bytes,
                counts.memory(),
                (int) open,
                skipped,
                disconnected,
                refused,
                sent.size(),
                expired));
    for (long producer = 1; producer <= PRODUCERS; producer++) {
      List<Long> known = sent.get(producer);
      assertThat(log.sequence(producer))
          .isEqualTo(
              known == null
                  ? OptionalLong.empty()
                  : OptionalLong.of(FIRST_NUMBER + known.size() - 1));
    }
    readers.forEach(Reader::checkCounts);
  }

  @Override
  public void close() {
    log.close();
    assertThat(log.counts().memory()).isZero();
  }

  /** A cursor, and where it is meant to be. */
  private final class Reader {
    private final Cursor cursor;
    private final Slow slow;
    private long left;
    private long offset;
    private int inside;
    private long read;
    private long missed;

    Reader(Cursor cursor, Slow slow, long offset, long limit) {
      this.cursor = cursor;
      this.slow = slow;
      this.offset = offset;
      this.left = limit;
    }

    /** Whether it has been disconnected; then it says so. */
    boolean isOvertaken() {
      if (slow != Slow.DISCONNECT || left == 0 || offset >= earliest) {
        return false;
      }
      disconnected++;
      assertThatThrownBy(cursor::next)
          .isInstanceOfSatisfying(
              CursorDisconnected.class, e -> assertThat(e.reason()).isEqualTo(Reason.OVERTAKEN));
      return true;
    }

    /** Whether it can be read without waiting; where it has been overtaken it then goes on. */
    private boolean hasSomething() {
      boolean overtaken = inside == 0 && offset < earliest;
      if (left == 0 || (overtaken ? earliest : offset) == items.size()) {
        return false;
      }
      if (overtaken) {
        missed += earliest - offset;
        skipped += earliest - offset;
        offset = earliest;
      }
      return true;
    }

    void next() throws IOException {
      if (inside > 0) {
        assertThatThrownBy(cursor::next).isInstanceOf(IllegalStateException.class);
      } else if (left == 0) {
        assertThat(cursor.next()).isNull();
      } else if (hasSomething()) {
        Item item = items.get((int) offset);
        Entry entry = cursor.next();
        assertThat(entry).isEqualTo(new Entry(offset, item.message(), entry.time(), null));
        assertThat(Duration.between(entry.time(), item.time()))
            .isBetween(Duration.ZERO, Duration.ofMillis(exact ? 0 : 9));
        read += item.frame().size();
        offset++;
        left--;
      }
    }

    void write(int most) throws IOException {
      if (left == 0) {
        assertThat(cursor.writeTo(new Expecting(0))).isEqualTo(-1);
      } else if (hasSomething()) {
        var expecting = new Expecting(most);
        int written = cursor.writeTo(expecting);
        assertThat(written).isPositive().isEqualTo(expecting.taken);
      }
    }

    /** Takes so many bytes, if they are those that are to come. */
    private final class Expecting implements WritableByteChannel {
      private final int most;
      private int taken;

      Expecting(int most) {
        this.most = most;
      }

      @Override
      public int write(ByteBuffer source) {
        while (taken < most && source.hasRemaining()) {
          assertThat(left).as("messages up to the limit").isPositive();
          byte[] frame = items.get((int) offset).frame().bytes();
          assertThat(source.get()).isEqualTo(frame[inside]);
          taken++;
          read++;
          inside++;
          if (inside == frame.length) {
            inside = 0;
            offset++;
            left--;
          }
        }
        return taken;
      }

      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public void close() {}
    }

    void checkCounts() {
      long bytesAhead =
          items.stream().skip(offset).mapToLong(item -> item.frame().size()).sum() - inside;
      assertThat(cursor.counts())
          .isEqualTo(new CursorCounts(offset, items.size() - offset, bytesAhead, read, missed));
    }
  }
}
