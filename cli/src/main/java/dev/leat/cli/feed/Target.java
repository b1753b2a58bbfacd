package dev.leat.cli.feed;

import dev.leat.framing.UnencodableMessage;
import dev.leat.stream.MessageLog;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Where a {@link ReadSupply} puts what it reads. */
interface Target {

  /**
   * Takes whole frames in the stream's framing.
   *
   * @param count how many
   */
  void frames(ByteBuffer frames, long count) throws IOException;

  /** Takes a message to be framed; {@link UnencodableMessage} if that cannot be done. */
  void message(ByteBuffer message) throws IOException;

  /** How many messages it takes before it is flushed. */
  default long room() {
    return Long.MAX_VALUE;
  }

  /** What it has taken is to be in the stream. */
  default void flush() throws IOException {}

  /** To be gone past. */
  Target NOWHERE =
      new Target() {
        @Override
        public void frames(ByteBuffer frames, long count) {}

        @Override
        public void message(ByteBuffer message) {}
      };

  /** Into a log. */
  record Log(MessageLog log) implements Target {
    @Override
    public void frames(ByteBuffer frames, long count) throws IOException {
      log.appendFrames(frames);
    }

    @Override
    public void message(ByteBuffer message) throws IOException {
      log.append(message);
    }
  }
}
