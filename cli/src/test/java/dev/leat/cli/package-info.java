/** The command, run within the test's process and as a process of its own. */
@NullMarked
package dev.leat.cli;

import org.jspecify.annotations.NullMarked;
