package dev.leat.cli.feed;

import dev.leat.framing.DecoderOptions;
import dev.leat.framing.Framing;

/**
 * How inputs are read.
 *
 * @param wire the stream's framing
 * @param framing that of the inputs
 * @param options the limits of a message
 * @param headerLines messages at the start of each input that are not part of the stream
 * @param loop whether the first input comes again after the last
 */
record Reading(
    Framing wire, Framing framing, DecoderOptions options, int headerLines, boolean loop) {
  /** Whether frames can be taken as they are. */
  boolean verbatim() {
    return wire.equals(framing);
  }

  /** The same with a head of at least so many messages. */
  Reading atLeast(int lines) {
    return new Reading(wire, framing, options, Math.max(headerLines, lines), loop);
  }
}
