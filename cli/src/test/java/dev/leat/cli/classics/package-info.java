/**
 * The classic systems, with their other side in Python 3: programs in the manner of the tutorials
 * that the systems come from, with no line ends where those had none, and with their small reads.
 */
@NullMarked
package dev.leat.cli.classics;

import org.jspecify.annotations.NullMarked;
