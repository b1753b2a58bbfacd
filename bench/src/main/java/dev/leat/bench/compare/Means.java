package dev.leat.bench.compare;

import java.util.List;

/**
 * What a contender may use of the machine: so many event loops, and as many carrier threads; or its
 * defaults.
 */
enum Means {
  ONE(1, "1 event loop", "1 carrier thread"),
  DEFAULTS(0, "default event loops", "default carriers");

  private final int count;
  private final String loops;
  private final String carriers;

  Means(int count, String loops, String carriers) {
    this.count = count;
    this.loops = loops;
    this.carriers = carriers;
  }

  /** For the command line of the Netty programs, where 0 is their default. */
  int eventLoops() {
    return count;
  }

  /** For the JVM of Leat: its virtual threads get as many carriers. */
  List<String> carrierOptions() {
    return count == 0
        ? List.of()
        : List.of(
            "-Djdk.virtualThreadScheduler.parallelism=" + count,
            "-Djdk.virtualThreadScheduler.maxPoolSize=" + count);
  }

  String netty() {
    return "Netty, " + loops;
  }

  String leat() {
    return "Leat, " + carriers;
  }
}
