/** The {@code leat} command: one class for each subcommand. */
@NullMarked
package dev.leat.cli;

import org.jspecify.annotations.NullMarked;
