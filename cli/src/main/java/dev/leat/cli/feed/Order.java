package dev.leat.cli.feed;

/** In which order messages are taken from a source. */
enum Order {
  /** Each time one of them at random, for ever. */
  RANDOM,
  /** One after the other. */
  SEQUENTIAL;

  @Override
  public String toString() {
    return this == RANDOM ? "random" : "sequential";
  }
}
