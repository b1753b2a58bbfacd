/** Recordings, from real sockets into real directories. */
@NullMarked
package dev.leat.cli.record;

import org.jspecify.annotations.NullMarked;
