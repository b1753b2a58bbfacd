package dev.leat.cli.relay;

/** A side to which clients come. Any thread may end it. */
public interface Listening {

  /**
   * Serves clients until it is enough, or the command is asked to end.
   *
   * @throws Exception what made it end, if something did
   */
  void run(Attendant attendant) throws Exception;

  /** Has it end. */
  void enough();

  /** Has it end with this. */
  void fail(Exception cause);
}
