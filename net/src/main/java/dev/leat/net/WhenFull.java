package dev.leat.net;

/** What a server does while it serves as many connections as its {@link Limits} allow. */
public enum WhenFull {
  /**
   * Each listening socket accepts one more and holds it unserved until there is room; the rest wait
   * in the system's backlog.
   */
  QUEUE,
  /**
   * Whoever has been there longest without saying a byte is closed with {@link Replaced}, for one
   * more. While all have said something it is as {@link #QUEUE}. For services to which clients come
   * to say something: a crowd that does not is in nobody's way.
   */
  REPLACE,
  /** Accepts and closes at once, so that the peer knows. */
  REFUSE
}
