package dev.leat.cli.shell;

import dev.leat.net.Connection;

/** Clients that speak TLS with a server that does not: the first of them are named. */
public final class TlsStrangers {
  private final FewLines lines;

  public TlsStrangers(Console console) {
    this.lines = new FewLines(console, "further clients that speak TLS");
  }

  /** Names one, and says what would serve it. */
  public void say(Connection connection) {
    lines.say(
        "%s speaks TLS, and %s does not: serve %s (--tls-cert FILE, or --tls-self-signed to try it out)"
            .formatted(connection.peer(), connection.local(), connection.local().secured()));
  }
}
