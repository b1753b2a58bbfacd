package dev.leat.stream;

import dev.leat.framing.Decoder;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/** How far a sequence of frames that comes piece by piece has been looked at. */
final class FrameProgress {
  private final Supplier<Decoder> decoders;
  private Decoder decoder;

  /** Bytes that the decoder has taken of the frame that is not complete. */
  private int taken;

  /** Of the first message that has not been appended. */
  private Origin origin;

  /**
   * @param decoders makes decoders of the stream
   * @param origin of the first message
   */
  FrameProgress(Supplier<Decoder> decoders, Origin origin) {
    this.decoders = decoders;
    this.decoder = decoders.get();
    this.origin = origin;
  }

  Decoder decoder() {
    return decoder;
  }

  /** Whether a frame has begun, which is not complete. */
  boolean isInFrame() {
    return taken > 0;
  }

  /** A view of these frames for the decoder, whose position is where it goes on. */
  ByteBuffer ahead(ByteBuffer frames) {
    return frames.duplicate().position(frames.position() + taken);
  }

  /** The decoder wants more bytes than there are; those of a frame that has begun are left. */
  void stop(ByteBuffer frames, ByteBuffer ahead) {
    if (!decoder.begun(ahead)) {
      frames.position(ahead.position()); // what stands between frames
    }
    taken = ahead.position() - frames.position();
  }

  /** The decoder begins again, at the start of a frame. */
  void restart() {
    decoder = decoders.get();
    taken = 0;
  }

  Origin origin() {
    return origin;
  }

  /** So many messages are behind it. */
  void passed(int messages) {
    origin = origin.after(messages);
  }

  /** Goes back to a message that was not stored. */
  void returnTo(Origin first) {
    origin = first;
  }
}
