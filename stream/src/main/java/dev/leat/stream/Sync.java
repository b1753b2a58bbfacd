package dev.leat.stream;

/** When a stored stream has its files forced to the disk, and so what a loss of power can take. */
public enum Sync {
  /**
   * Never. What has been acknowledged survives the end of the process, however it ends, but not a
   * loss of power.
   */
  NONE,
  /**
   * At intervals. What has been acknowledged survives the end of the process; a loss of power takes
   * what came in the last interval at most.
   */
  INTERVAL,
  /**
   * Before each acknowledgement, once for all that are waiting for one. What has been acknowledged
   * survives a loss of power.
   */
  ALWAYS
}
