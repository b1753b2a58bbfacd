/**
 * Compares whole processes: each {@link dev.leat.bench.compare.Comparison} starts its contenders in
 * turn, round after round, puts the same load on each, and says how the figures stand to each
 * other. The load comes from the C programs in {@code bench/load}, so that no runtime measures
 * itself.
 */
@NullMarked
package dev.leat.bench.compare;

import org.jspecify.annotations.NullMarked;
