package dev.leat.net;

/** What the connections of one server, or of one client, share. */
record Resources(Watchdog watchdog, Buffers buffers) {

  /** For the many connections of a server. */
  static Resources ofServer() {
    var watchdog = new Watchdog(Thread.ofPlatform().daemon().name("leat-watchdog"));
    return new Resources(watchdog, new Buffers(4 * Runtime.getRuntime().availableProcessors()));
  }

  /**
   * For one connection of thousands that a program may open: neither a system thread nor memory of
   * its own.
   */
  static Resources ofClient() {
    return new Resources(new Watchdog(Thread.ofVirtual().name("leat-watchdog")), new Buffers(0));
  }
}
