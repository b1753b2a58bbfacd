package dev.leat.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;

/**
 * Running counts of one connection. What comes in is counted by the one thread that receives, what
 * goes out under the write lock; anybody may look. Opaque access costs what a plain field does and
 * is seen by others in time.
 */
final class Tally {
  private static final VarHandle MESSAGES_IN = field("messagesIn");
  private static final VarHandle MESSAGES_OUT = field("messagesOut");
  private static final VarHandle BYTES_IN = field("bytesIn");
  private static final VarHandle BYTES_OUT = field("bytesOut");
  private static final VarHandle DROPPED = field("dropped");

  private final long since = System.currentTimeMillis();
  private long messagesIn;
  private long messagesOut;
  private long bytesIn;
  private long bytesOut;

  @SuppressWarnings("UnusedVariable") // Through its handle alone.
  private long dropped;

  private static VarHandle field(String name) {
    try {
      return MethodHandles.lookup().findVarHandle(Tally.class, name, long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  void messageIn() {
    MESSAGES_IN.setOpaque(this, messagesIn + 1);
  }

  void bytesIn(int count) {
    BYTES_IN.setOpaque(this, bytesIn + count);
  }

  void dropped(long total) {
    DROPPED.setOpaque(this, total);
  }

  void messagesOut(long count) {
    MESSAGES_OUT.setOpaque(this, messagesOut + count);
  }

  void bytesOut(long count) {
    BYTES_OUT.setOpaque(this, bytesOut + count);
  }

  Counters counters() {
    return new Counters(
        (long) MESSAGES_IN.getOpaque(this),
        (long) MESSAGES_OUT.getOpaque(this),
        (long) BYTES_IN.getOpaque(this),
        (long) BYTES_OUT.getOpaque(this),
        (long) DROPPED.getOpaque(this),
        Instant.ofEpochMilli(since));
  }
}
