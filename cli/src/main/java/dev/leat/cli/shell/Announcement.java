package dev.leat.cli.shell;

import dev.leat.net.Endpoint;
import dev.leat.net.Server;

/** Tells people, and programs that wait for it, where a server can be reached. */
public final class Announcement {
  private Announcement() {}

  /** One line for each address that is bound. */
  public static void of(Server server, Console console) {
    String fingerprint = server.options().tls().ownFingerprint();
    for (Endpoint address : server.addresses()) {
      console.say(
          "listening on "
              + address
              + (address.thisMachineOnly()
                  ? " (this machine only; *:" + address.port() + " for every interface)"
                  : ""));
    }
    if (fingerprint != null) {
      console.say("self-signed certificate with the SHA-256 fingerprint " + fingerprint);
      console.say(
          "a client trusts it so: leat connect "
              + server.addresses().getFirst()
              + " --tls-ca sha256:"
              + fingerprint);
    }
  }
}
