/** Appends to stores and reads them back: Leat, and what one would use otherwise. */
@NullMarked
package dev.leat.bench.append;

import org.jspecify.annotations.NullMarked;
