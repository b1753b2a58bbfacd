/** Bytes to messages and messages to bytes: framings, and the decoders that apply them. */
@NullMarked
package dev.leat.framing;

import org.jspecify.annotations.NullMarked;
