/** Replays of real recordings, over real sockets. */
@NullMarked
package dev.leat.cli.replay;

import org.jspecify.annotations.NullMarked;
