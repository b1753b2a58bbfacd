package dev.leat.bench.compare;

/** One side of a comparison. */
record Contender(String name, Serve serve) {

  /** Gives the command that serves on 127.0.0.1 and that port. */
  @FunctionalInterface
  interface Serve {
    Command on(int port);
  }
}
