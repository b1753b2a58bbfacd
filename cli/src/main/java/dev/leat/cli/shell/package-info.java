/**
 * What every subcommand stands on: the process's streams, the options they all have, the units of
 * their arguments, how they fail and how they are stopped.
 */
@NullMarked
package dev.leat.cli.shell;

import org.jspecify.annotations.NullMarked;
