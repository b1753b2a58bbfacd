package dev.leat.cli.feed;

/** In which order messages are taken from a source. */
public enum Order {
  /** Each time one of them at random, for ever. */
  RANDOM,
  /** One after the other. */
  SEQUENTIAL
}
