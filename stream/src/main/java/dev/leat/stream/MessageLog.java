package dev.leat.stream;

import dev.leat.framing.FrameTooLong;
import dev.leat.framing.Framing;
import dev.leat.framing.FramingException;
import dev.leat.framing.Message;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A stream: messages in the order in which they were appended, each with its offset, kept as the
 * bytes that go on the wire for as long as retention allows.
 *
 * <p>Any thread may append. Readers open a {@link Cursor} each. An append costs one copy, whatever
 * the number of readers; it waits only where a cursor with {@link Slow#WAIT} still needs what
 * retention would drop (or, if that is the log's own policy, where nobody has subscribed yet).
 *
 * <p>The log is kept in memory outside the heap, in segments of a quarter of the retention and at
 * most 16 MiB; its first ones are smaller. Where messages begin and when they came is kept there
 * too.
 *
 * <p>A {@linkplain #open stored} log is kept in a directory as well, and outlives the process: an
 * append returns once its messages are in the files (and forced, if the options say so), and only
 * then can they be read. Segments that are full are read from their files, so its retention is what
 * it may take on disk, while it holds 128 MiB of memory at most, beside what of its files the
 * system has cached. Offsets go on where they ended. All that is done with the files is done by
 * threads of the log's own, so whoever appends or reads may be interrupted.
 */
public final class MessageLog implements AutoCloseable {
  private final LogCore core;

  MessageLog(LogCore core) {
    this.core = core;
  }

  MessageLog(Framing framing, LogOptions options, InstantSource clock) {
    this(LogCore.inMemory(framing, options, clock));
  }

  /** A log in memory with the {@linkplain LogOptions#standard() standard options}. */
  public static MessageLog inMemory(Framing framing) {
    return inMemory(framing, LogOptions.standard());
  }

  /**
   * A log in memory.
   *
   * @throws IllegalArgumentException if the retention is too small for any message in this framing
   */
  public static MessageLog inMemory(Framing framing, LogOptions options) {
    return new MessageLog(framing, options, InstantSource.system());
  }

  /** Opens a store with the standard options; otherwise as the other. */
  public static MessageLog open(Path store, Framing framing) throws IOException {
    return open(store, framing, LogOptions.standard(), StoreOptions.standard());
  }

  /**
   * Opens the log that is stored in this directory, or creates it. A store has one writer: it is
   * locked until the log is closed.
   *
   * @param framing of the stream; null takes that of the store
   * @throws StoreUnusable if another writer has the store, it cannot be written, it is of another
   *     framing or version of the format, or it is none
   * @throws StoreDamaged if a segment is missing, or the newest message is damaged
   * @throws IllegalArgumentException if the retention is too small for any message in this framing
   */
  public static MessageLog open(
      Path store, @Nullable Framing framing, LogOptions options, StoreOptions storeOptions)
      throws IOException {
    return open(store, framing, options, storeOptions, InstantSource.system(), Disk.SYSTEM);
  }

  static MessageLog open(
      Path store,
      @Nullable Framing framing,
      LogOptions options,
      StoreOptions storeOptions,
      InstantSource clock,
      Disk disk)
      throws IOException {
    return StoredLog.open(store, framing, options, storeOptions, clock, disk);
  }

  /**
   * Reads the log that is stored in this directory, which another process may be writing: what that
   * has appended can be read here a few milliseconds later, before it is acknowledged at the
   * earliest. Nothing can be appended, and nobody who reads slowly is disconnected. If the store
   * begins a new epoch, the cursors are.
   *
   * @throws StoreUnusable if there is no store, or it is of another version of the format
   * @throws StoreDamaged if a segment is missing
   */
  public static MessageLog follow(Path store) throws IOException {
    return follow(store, Disk.SYSTEM);
  }

  static MessageLog follow(Path store, Disk disk) throws IOException {
    return StoredLog.follow(store, disk);
  }

  /** The framing of this stream, in which its bytes are kept. */
  public Framing framing() {
    return core.framing();
  }

  /** Appends a message of this text in UTF-8; otherwise as {@link #append(ByteBuffer)}. */
  public long append(String text) throws IOException {
    return append(Message.of(text));
  }

  /** Appends a message; otherwise as {@link #append(ByteBuffer)}. */
  public long append(Message message) throws IOException {
    return append(ByteBuffer.wrap(message.bytes()));
  }

  /** Appends a message that comes from there; otherwise as {@link #append(ByteBuffer, Origin)}. */
  public long append(Message message, Origin origin) throws IOException {
    return append(ByteBuffer.wrap(message.bytes()), origin);
  }

  /**
   * Appends a message, which is consumed, and answers its offset.
   *
   * @throws FrameTooLong if it is longer than the log's options or a segment allow
   * @throws dev.leat.framing.UnencodableMessage if the log's framing cannot carry it
   * @throws LogClosed if the log has been finished or closed, or its store could not be forced
   * @throws AppendFailed if it could not be stored; nothing was appended
   * @throws InterruptedIOException if the thread was interrupted while it waited for readers;
   *     nothing was appended
   */
  public long append(ByteBuffer message) throws IOException {
    return append(message, Origin.NONE);
  }

  /**
   * Appends a message that comes from there, which is consumed, and answers its offset. One that
   * its producer has sent before is not appended again: the answer is the offset that it has had
   * since, or -1 if that message is not kept any more. Otherwise as {@link #append(ByteBuffer)}; a
   * message that is refused or fails uses no number.
   *
   * <p>Of at most {@link LogOptions#producers} producers the last number is known. One that is not,
   * or not any more, may begin with any.
   *
   * @throws SequenceGap if its producer has left out numbers; nothing was appended
   */
  public long append(ByteBuffer message, Origin origin) throws IOException {
    return core.appender().append(message, origin);
  }

  /**
   * Appends these messages one after the other, each as {@link #append(ByteBuffer, Origin)} does,
   * but waits for all of them together until they are stored. For sources that bring many small
   * messages which cannot be appended as frames.
   *
   * @throws IOException as when each is appended by itself. It ends at the first that is refused;
   *     those that were appended are consumed, and no others
   */
  public void appendAll(List<Arrival> arrivals) throws IOException {
    core.appender().appendAll(arrivals);
  }

  /** Appends frames from nowhere in particular; otherwise as the other. */
  public int appendFrames(ByteBuffer frames) throws IOException {
    return appendFrames(frames, Origin.NONE);
  }

  /**
   * Appends the complete frames at the start of the buffer as they are, and consumes them; an
   * incomplete one at the end stays in the buffer. For sources that have the stream's own framing:
   * no message is made, nothing is encoded again, unless the frame would be read as another one
   * elsewhere in the stream. What stands between frames and belongs to none (white space before a
   * JSON value, ends of SLIP and COBS frames without any) is consumed too. Where the framing does
   * not delimit itself, all that is there is one message, or several of the largest size.
   *
   * <p>A source that brings its frames piece by piece is better read with {@link #frames}, which
   * does not look at the beginning of a frame again.
   *
   * @param origin of the first message; those behind it have the numbers that follow. Messages that
   *     their producer has sent before are consumed, but neither appended nor counted
   * @return how many messages were appended
   * @throws FramingException if the bytes are not frames of the stream's framing, or one is too
   *     long; those before it have been appended and consumed
   * @throws SequenceGap if their producer has left out numbers; nothing was appended
   * @throws LogClosed if the log has been finished or closed, or its store could not be forced;
   *     what was appended until then has been consumed
   * @throws AppendFailed if they could not be stored; what was appended until then has been
   *     consumed
   * @throws InterruptedIOException if the thread was interrupted while it waited for readers; what
   *     was appended until then has been consumed
   */
  public int appendFrames(ByteBuffer frames, Origin origin) throws IOException {
    return core.appender().appendFrames(frames, core.appender().progress(origin));
  }

  /** Appends frames that come piece by piece, from nowhere in particular. */
  public FrameAppender frames() {
    return frames(Origin.NONE);
  }

  /**
   * Appends frames that come piece by piece.
   *
   * @param origin of the first message; those behind it have the numbers that follow
   */
  public FrameAppender frames(Origin origin) {
    return new FrameAppender(core.appender(), origin);
  }

  /**
   * The last number that this producer has given to a message of this stream: it goes on with the
   * next. Nothing if none is known. Waits until what it has appended is stored.
   */
  public OptionalLong sequence(long producer) {
    return core.sequence(producer);
  }

  /**
   * The offset of the message that has this producer's last number, also where it is not kept any
   * more; otherwise as {@link #sequence}. A producer that goes on can look there whether it is what
   * it has sent.
   */
  public OptionalLong lastOffset(long producer) {
    return core.lastOffset(producer);
  }

  /** Ends the stream: nothing more can be appended, and cursors end after the last message. */
  public void finish() {
    core.finish();
  }

  /** Whether the stream has been finished or closed. */
  public boolean finished() {
    return core.finished();
  }

  /**
   * Whether more may come: whether the stream has not been finished or, of one that another process
   * writes, whether that process still has the store, as far as can be told and up to a second
   * late. When this says that nothing more comes, everything that was written can be read.
   */
  public boolean written() {
    return core.written();
  }

  /**
   * Finishes the stream, disconnects its cursors, and frees its memory as soon as they have let go
   * of it. What is stored stays, and the store can be opened again when this returns. Whether
   * everything could be stored, and forced if the options say so, {@link #failure} tells then.
   */
  @Override
  public void close() {
    core.close();
  }

  /**
   * Why the stream has stopped for good, for one that is stored here: its files could not be
   * forced, say, and what was appended since they last were may be lost with the power. Null as
   * long as that is not so. What is forced at intervals is forced for the last time by {@link
   * #close}, so only after that is this the last word.
   */
  public @Nullable LogClosed failure() {
    return core.failure();
  }

  /**
   * What follows the newest message that can be read, where that is damaged, in a store that is
   * {@linkplain #follow followed}. A cursor that has no other end, or ends {@linkplain
   * Cursor#endHere here}, throws it when it has come there. Null as long as none has been found.
   */
  public @Nullable StoreDamaged damage() {
    return core.damage();
  }

  /**
   * Adds what is run, on a virtual thread of its own and once, when the stream stops for good as
   * {@link #failure} tells, or now if it has: for those who keep a stream, and would not hear of it
   * as long as nothing comes to be appended.
   */
  public void whenFailed(Runnable action) {
    core.whenFailed(action);
  }

  // Cursors

  /** Opens a cursor with the log's own policy; otherwise as {@link #cursor(Start, Slow)}. */
  public Cursor cursor(Start start) throws IOException {
    return core.cursor(start, core.options().slow());
  }

  /**
   * Opens a cursor. From then on, retention knows of it.
   *
   * @throws OffsetOutOfRange if it is to start at an offset that is not there
   * @throws LogClosed if the log has been closed; one that is only finished can still be read
   */
  public Cursor cursor(Start start, Slow slow) throws IOException {
    return core.cursor(start, slow);
  }

  /**
   * Which run of offsets this is, a number that grows: as long as it is the same, a message keeps
   * its offset. A stored log goes on with it when it is opened again, unless messages that somebody
   * may have read were lost with the power.
   */
  public long epoch() {
    return core.epoch();
  }

  /** The offset that the next message will have. */
  public long next() {
    return core.end().offset();
  }

  /** What the log holds and has done. */
  public LogCounts counts() {
    return core.counts();
  }
}
