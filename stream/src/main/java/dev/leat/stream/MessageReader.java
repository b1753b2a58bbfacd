package dev.leat.stream;

import dev.leat.framing.Decoder;
import dev.leat.framing.Framing;
import dev.leat.framing.FramingException;
import dev.leat.framing.Message;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads the messages where a cursor stands, one by one. Used by the cursor's reader alone. */
final class MessageReader {
  private final Framing framing;
  private final Footing footing;
  private final EntryNotes notes = new EntryNotes();

  /** Made when it is needed. */
  private @Nullable Decoder decoder;

  /** A position at which a message is known to begin, and that message's offset. */
  private long knownPosition;

  private long knownOffset;

  /**
   * @param offset of the message at which the cursor starts
   */
  MessageReader(Framing framing, Footing footing, long offset) {
    this.framing = framing;
    this.footing = footing;
    this.knownPosition = footing.position();
    this.knownOffset = offset;
  }

  /**
   * Reads the message where the cursor stands, and goes behind it.
   *
   * @param end up to where the segment can be read; there is a message before it
   * @throws IllegalStateException if the cursor is inside a message
   */
  Entry read(int end) throws FramingException {
    Place here = messageHere();
    ByteBuffer bytes = footing.upTo(end);
    Message message = messageIn(bytes, here);
    notes.find(here.segment(), (int) (here.offset() - here.segment().baseOffset()));
    var entry = new Entry(here.offset(), message, notes.time(), notes.source());
    knownPosition = here.segment().basePosition() + bytes.position();
    knownOffset = here.offset() + 1;
    footing.moveTo(knownPosition);
    return entry;
  }

  /** The message that it would read next, if the cursor stands where it has read up to. */
  long offset() {
    return knownOffset;
  }

  private Place messageHere() {
    Segment segment = footing.segment();
    int place = footing.place();
    if (footing.position() == knownPosition) {
      return new Place(segment, place, knownOffset);
    }
    Place boundary = Place.boundary(framing, segment, place);
    if (boundary.position() != place) {
      throw new IllegalStateException(
          "the cursor is inside a message: read it with writeTo or with next, not both");
    }
    return boundary;
  }

  /** Reads the message that begins here, and leaves the bytes behind its frame. */
  private Message messageIn(ByteBuffer bytes, Place here) throws FramingException {
    if (!framing.selfDelimiting()) {
      int next = Place.boundary(framing, here.segment(), here.position() + 1).position();
      Message whole = Message.copyOf(bytes.limit(next));
      bytes.position(next);
      return whole;
    }
    if (decoder == null) {
      decoder = Walk.decoder(framing);
    }
    // The frame first: what a decoder leaves behind a message may still be part of it.
    if (!decoder.skip(bytes)) {
      throw new IllegalStateException("a segment ends inside a message");
    }
    int next = bytes.position();
    Message message = Message.copyOf(decoded(decoder, bytes.limit(next).position(here.position())));
    bytes.position(next);
    return message;
  }

  private static ByteBuffer decoded(Decoder decoder, ByteBuffer frame) throws FramingException {
    ByteBuffer message = decoder.decode(frame);
    if (message == null) {
      throw new IllegalStateException("a frame in the stream is not complete");
    }
    return message;
  }
}
