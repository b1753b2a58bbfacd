/** Rates, and keeping to them. */
@NullMarked
package dev.leat.cli.local;

import org.jspecify.annotations.NullMarked;
