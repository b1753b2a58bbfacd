package dev.leat.net;

import java.lang.System.Logger;
import java.time.ZoneId;

/** The log of servers: {@code dev.leat.net.Server}. */
final class ServerLog {
  private ServerLog() {}

  /** Asked for when there is something to say: the first call costs more than to open a server. */
  static Logger get() {
    return System.getLogger(Server.class.getName());
  }

  /**
   * Lets the log open the files that it needs: its configuration and, for the formatter of
   * java.util.logging, the time zones. If the first thing to be logged were that no file can be
   * opened any more, it would fail, and the time zones would stay broken for the whole program.
   */
  @SuppressWarnings("ReturnValueIgnored") // What it opens is what is wanted.
  static void prepare() {
    get();
    ZoneId.systemDefault();
  }
}
