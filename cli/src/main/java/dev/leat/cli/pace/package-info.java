/** Doing things at a rate. */
@NullMarked
package dev.leat.cli.pace;

import org.jspecify.annotations.NullMarked;
