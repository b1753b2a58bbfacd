/**
 * How messages look on standard output: as text, as a hex dump, read by read, as frames, as JSON.
 */
@NullMarked
package dev.leat.cli.show;

import org.jspecify.annotations.NullMarked;
