package dev.leat.bench.jmh;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Counts messages, since an operation is a block of them: the line that ends with {@code :messages}
 * is messages a second.
 */
@AuxCounters
@State(Scope.Thread)
public class Messages {
  /** Messages so far; read by JMH. */
  public long messages;
}
