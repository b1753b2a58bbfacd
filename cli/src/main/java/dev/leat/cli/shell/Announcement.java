package dev.leat.cli.shell;

import dev.leat.net.Endpoint;
import dev.leat.net.Server;
import dev.leat.net.Transport;
import java.util.List;

/** Tells people, and programs that wait for it, where a server can be reached. */
public final class Announcement {
  private Announcement() {}

  /** One line for each address that is bound, and how a client can trust a made certificate. */
  public static void of(Server server, Console console) {
    of(server.addresses(), console);
    String fingerprint = server.options().tls().ownFingerprint();
    if (fingerprint != null) {
      console.say("self-signed certificate with the SHA-256 fingerprint " + fingerprint);
      console.say(
          "a client trusts it so: leat connect "
              + server.addresses().getFirst()
              + " --tls-ca sha256:"
              + fingerprint);
    }
  }

  /** One line for each address that is bound. */
  public static void of(List<Endpoint> addresses, Console console) {
    for (Endpoint address : addresses) {
      console.say(
          "listening on "
              + address
              + (address.thisMachineOnly() && !address.transport().isFile()
                  ? " (this machine only; " + everywhere(address) + " for every interface)"
                  : ""));
    }
  }

  /** As short as it can be written. */
  private static String everywhere(Endpoint address) {
    String transport = address.transport() == Transport.TCP ? "" : address.transport() + "://";
    return transport + "*:" + address.port();
  }
}
