package dev.leat.cli.feed;

import dev.leat.framing.UnencodableMessage;
import dev.leat.stream.MessageLog;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Where a {@link ReadSupply} puts what it reads. */
interface Target {

  /** Takes whole frames in the stream's framing. */
  void frames(ByteBuffer frames) throws IOException;

  /** Takes a message to be framed; {@link UnencodableMessage} if that cannot be done. */
  void message(ByteBuffer message) throws IOException;

  /** To be gone past. */
  Target NOWHERE =
      new Target() {
        @Override
        public void frames(ByteBuffer frames) {}

        @Override
        public void message(ByteBuffer message) {}
      };

  /** Into a log. */
  record Log(MessageLog log) implements Target {
    @Override
    public void frames(ByteBuffer frames) throws IOException {
      log.appendFrames(frames);
    }

    @Override
    public void message(ByteBuffer message) throws IOException {
      log.append(message);
    }
  }
}
