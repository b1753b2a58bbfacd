/** From the local side to the wire: standard input and files, as messages to a peer. */
@NullMarked
package dev.leat.cli.local;

import org.jspecify.annotations.NullMarked;
