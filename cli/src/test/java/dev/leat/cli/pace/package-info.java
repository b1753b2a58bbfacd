/** Rates, and keeping to them. */
@NullMarked
package dev.leat.cli.pace;

import org.jspecify.annotations.NullMarked;
