/** Measurements of Leat beside its peers. */
@NullMarked
package dev.leat.bench;

import org.jspecify.annotations.NullMarked;
