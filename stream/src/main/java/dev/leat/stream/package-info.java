/** Streams of messages: a stream is a log, a reader is a cursor in it. */
@NullMarked
package dev.leat.stream;

import org.jspecify.annotations.NullMarked;
