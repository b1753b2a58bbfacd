package dev.leat.cli.shell;

import dev.leat.net.Connection;
import dev.leat.net.TlsSession;

/** What people hear of a connection's TLS. */
public final class TlsReports {
  private TlsReports() {}

  /** Of a connection that this side has made. */
  public static void connected(Connection connection, Console console) {
    TlsSession session = connection.tls();
    if (session == null) {
      return;
    }
    if (connection.options().tls().isInsecure()) {
      console.say("who " + connection.peer() + " is has not been checked (--tls-insecure)");
    }
    console.detail("secured by " + text(session));
  }

  /** The version, the ciphers, and the peer where it has shown who it is. */
  public static String text(TlsSession session) {
    return session.protocol()
        + ", "
        + session.cipherSuite()
        + session.peerName().map(name -> "; the peer is " + name).orElse("");
  }
}
