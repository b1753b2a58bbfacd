package dev.leat.cli.shell;

import dev.leat.net.Endpoint;
import dev.leat.net.Tls;
import dev.leat.net.Transport;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the connections of {@code tls://} endpoints are secured. */
public final class TlsOptions {
  private static final String FINGERPRINT = "sha256:";

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description =
          "The own certificate (PEM), followed by those that lead to an authority. A server needs"
              + " it, and a client whose server asks for it.")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "Its private key (PEM), not encrypted. Default: it is in the same file.")
  private @Nullable Path key;

  @Option(
      names = "--tls-self-signed",
      description = "For a server that is tried out: make a certificate, and say how to trust it.")
  private boolean selfSigned;

  @Option(
      names = "--tls-client-ca",
      paramLabel = "FILE",
      description =
          "A server turns away clients without a certificate by one of these authorities (PEM).")
  private @Nullable Path clientAuthorities;

  @Option(
      names = "--tls-ca",
      paramLabel = "FILE",
      description = {
        "A client trusts servers with a certificate by one of these authorities (PEM), in place of"
            + " the system's; or the one with this fingerprint: sha256:HEX."
      })
  private @Nullable String trusted;

  @Option(
      names = "--tls-insecure",
      description =
          "A client trusts any server. Nobody else can listen in, but it may be the wrong one.")
  private boolean insecure;

  /** For one who serves at this endpoint. */
  public Tls server(Endpoint endpoint) {
    checkUsed(List.of(endpoint), List.of());
    return serving(endpoint);
  }

  private Tls serving(Endpoint endpoint) {
    Tls tls = identity(endpoint);
    if (endpoint.transport().isSecured() && !tls.hasIdentity()) {
      throw new UsageError(
          endpoint
              + " needs a certificate: --tls-cert FILE and --tls-key FILE, or --tls-self-signed to"
              + " try it out");
    }
    return clientAuthorities == null ? tls : tls.requireClients(clientAuthorities);
  }

  /** For one who connects to this endpoint. */
  public Tls client(Endpoint endpoint) {
    checkUsed(List.of(), List.of(endpoint));
    return connecting(endpoint, identity(endpoint));
  }

  /** For one of several endpoints: an option may be for another one. */
  public Tls oneOfSeveral(Endpoint endpoint, boolean listens) {
    if (!endpoint.transport().isSecured()) {
      return Tls.standard();
    }
    return listens
        ? serving(endpoint)
        : connecting(endpoint, selfSigned ? Tls.standard() : identity(endpoint));
  }

  private Tls connecting(Endpoint endpoint, Tls tls) {
    if (trusted != null && insecure) {
      throw new UsageError("either --tls-ca or --tls-insecure: one trusts some, the other all");
    }
    if (insecure) {
      return tls.insecure();
    }
    if (trusted == null && endpoint.transport() == Transport.TLS_UNIX) {
      throw new UsageError(
          endpoint
              + " has no host name that a certificate could be for: --tls-ca FILE or"
              + " sha256:FINGERPRINT says whom to trust");
    }
    if (trusted == null) {
      return tls;
    }
    try {
      return trusted.startsWith(FINGERPRINT)
          ? tls.trustFingerprint(trusted.substring(FINGERPRINT.length()))
          : tls.trust(Path.of(trusted));
    } catch (IllegalArgumentException e) {
      throw new UsageError("--tls-ca " + trusted + ": " + Reasons.of(e));
    }
  }

  /** Refuses options that are there where none of the endpoints has a use for them. */
  public void checkUsed(List<Endpoint> endpoints) {
    String given = given();
    if (given != null
        && endpoints.stream().noneMatch(endpoint -> endpoint.transport().hasConnections())) {
      throw new UsageError(given + " is for TLS, which goes over tcp:// and unix:, not udp://");
    }
    if (given != null && noneSecured(endpoints)) {
      Endpoint wanted = endpoints.getFirst().secured();
      throw new UsageError(given + " is for TLS: write " + wanted + ", or leave it out");
    }
  }

  /** The same for each of the two kinds that a command may have. */
  public void checkUsed(List<Endpoint> listening, List<Endpoint> connecting) {
    checkUsed(Stream.of(listening, connecting).flatMap(List::stream).toList());
    if ((trusted != null || insecure) && noneSecured(connecting)) {
      throw new UsageError(
          (insecure ? "--tls-insecure" : "--tls-ca")
              + " is for those who connect; --tls-client-ca FILE says which clients are trusted");
    }
    if ((selfSigned || clientAuthorities != null) && noneSecured(listening)) {
      throw new UsageError(
          (selfSigned ? "--tls-self-signed" : "--tls-client-ca")
              + " is for servers; --tls-ca FILE says which servers are trusted");
    }
  }

  private static boolean noneSecured(List<Endpoint> endpoints) {
    return endpoints.stream().noneMatch(endpoint -> endpoint.transport().isSecured());
  }

  /** The first option that is there. */
  private @Nullable String given() {
    if (certificate != null) {
      return "--tls-cert";
    }
    if (key != null) {
      return "--tls-key";
    }
    if (clientAuthorities != null) {
      return "--tls-client-ca";
    }
    if (trusted != null) {
      return "--tls-ca";
    }
    return selfSigned ? "--tls-self-signed" : insecure ? "--tls-insecure" : null;
  }

  private Tls identity(Endpoint endpoint) {
    if (certificate == null) {
      if (key != null) {
        throw new UsageError("--tls-key is the key of a certificate: --tls-cert FILE is missing");
      }
      return selfSigned ? Tls.standard().selfSigned(names(endpoint)) : Tls.standard();
    }
    if (selfSigned) {
      throw new UsageError("either --tls-cert or --tls-self-signed: one certificate is enough");
    }
    return Tls.standard().identity(certificate, key == null ? certificate : key);
  }

  /** What clients on this machine call it, and what it is called in the endpoint. */
  private static List<String> names(Endpoint endpoint) {
    Set<String> names = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
    if (!endpoint.everyInterface() && !endpoint.transport().isFile()) {
      names.add(endpoint.host());
    }
    return List.copyOf(names);
  }
}
