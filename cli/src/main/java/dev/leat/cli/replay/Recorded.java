package dev.leat.cli.replay;

import dev.leat.cli.local.MessageSource;
import dev.leat.cli.pace.Speed;
import dev.leat.cli.replay.Excerpt.Bounds;
import dev.leat.cli.shell.Failure;
import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import dev.leat.net.Connection;
import dev.leat.stream.Cursor;
import dev.leat.stream.Entry;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Slow;
import dev.leat.stream.Start;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A recording to be sent to one peer, when it is due: as it lies in the store, or message by
 * message. Used by one thread.
 */
public final class Recorded implements MessageSource, Closeable {
  private static final int MOST = 1000;

  private final MessageLog store;
  private final Bounds bounds;
  private final Speed speed;
  private final Schedule schedule;
  private final Cursor cursor;

  /** Behind the last message that is due, and behind the last that has been handed out. */
  private long due;

  private long place;

  private Recorded(MessageLog store, Bounds bounds, Speed speed) throws IOException {
    this.store = store;
    this.bounds = bounds;
    this.speed = speed;
    this.schedule = new Schedule(store, bounds, speed);
    this.cursor = store.cursor(Start.offset(bounds.first()), Slow.SKIP);
    this.due = bounds.first();
    this.place = due;
  }

  /** Opens a recording, to be closed. */
  public static Recorded open(Path path, PlaybackOptions playback) throws IOException, Failure {
    MessageLog store = MessageLog.follow(path);
    try {
      Bounds bounds = playback.excerpt().in(store, path, store.written());
      return new Recorded(store, bounds, playback.speed());
    } catch (IOException | RuntimeException | Failure e) {
      store.close();
      throw e;
    }
  }

  /** In which it is stored. */
  public Framing framing() {
    return store.framing();
  }

  /** Sends all of it by a connection of its framing, bytes as they are. What comes is ignored. */
  public void sendTo(Connection connection) throws IOException, InterruptedException {
    var playback = new Playback(store, connection);
    playback.begin();
    if (!Schedule.needed(bounds, speed, store) && !bounds.open()) {
      sendUpTo(bounds.end(), playback);
      return;
    }
    for (long next; (next = schedule.await()) > due; due = next) {
      sendUpTo(next, playback);
    }
  }

  private void sendUpTo(long end, Playback playback) throws IOException {
    while (place < end) {
      place = playback.play(place, end, unbounded -> {});
    }
  }

  @Override
  public List<Message> next() throws IOException, InterruptedException {
    if (place >= due) {
      due = schedule.await();
    }
    List<Message> messages = new ArrayList<>();
    while (place < due && messages.size() < MOST) {
      Entry entry = cursor.next();
      if (entry == null) {
        break;
      }
      messages.add(entry.message());
      place = entry.offset() + 1;
    }
    return messages;
  }

  @Override
  public boolean isReady() {
    return place < due;
  }

  @Override
  public void close() {
    schedule.close();
    cursor.close();
    store.close();
  }
}
