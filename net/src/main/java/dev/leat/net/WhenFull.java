package dev.leat.net;

/** What a server does while it serves as many connections as its {@link Limits} allow. */
public enum WhenFull {
  /**
   * Each listening socket accepts one more and holds it unserved until there is room; the rest wait
   * in the system's backlog.
   */
  QUEUE,
  /** Accepts and closes at once, so that the peer knows. */
  REFUSE
}
