/** Framing alone, in memory: JMH. Run with {@code java -jar bench/target/leat-bench.jar}. */
@NullMarked
package dev.leat.bench.jmh;

import org.jspecify.annotations.NullMarked;
