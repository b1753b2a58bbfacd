package dev.leat.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Makes the engines of the connections of one server, or of one client, from what {@link Tls} says
 * and its files hold just now.
 */
final class TlsContext {
  /** Files that cannot be used are not read for each connection of a crowd. */
  private static final long RETRY_NANOS = 1_000_000_000;

  private final Tls tls;
  private final boolean server;
  private final List<Path> files;

  /** Held while files are read. */
  private final ReentrantLock reading = new ReentrantLock();

  private volatile @Nullable Loaded loaded;

  private volatile @Nullable Rejected rejected;

  /** A context, and how its files were when they were read. */
  private record Loaded(SSLContext context, List<Stamp> stamps) {}

  /** How the files were when they could not be used, which has been said, and when that was. */
  private record Rejected(List<Stamp> stamps, long nanoTime) {
    boolean holds(List<Stamp> now) {
      return stamps.equals(now) && System.nanoTime() - nanoTime < RETRY_NANOS;
    }
  }

  /** By which it is seen that a file has changed; all null if there is none. */
  private record Stamp(@Nullable Object time, long size, @Nullable Object key) {
    static Stamp of(Path file) {
      try {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
      } catch (IOException e) {
        return new Stamp(null, 0, null); // What is wrong with it is said when it is read.
      }
    }
  }

  private TlsContext(Tls tls, boolean server) {
    this.tls = tls;
    this.server = server;
    Tls.Files own = tls.files;
    this.files =
        Stream.of(
                own == null ? null : own.certificates(),
                own == null ? null : own.key(),
                server ? tls.clientAuthorities : tls.authorities)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
  }

  static TlsContext ofServer(Tls tls) {
    return new TlsContext(tls, true);
  }

  static TlsContext ofClient(Tls tls) {
    return new TlsContext(tls, false);
  }

  /**
   * Reads the files, where that has not been done.
   *
   * @throws IOException if they cannot be used
   */
  void prepare() throws IOException {
    current();
  }

  /** Puts TLS on the wire of a connection, for {@link Wire#open} to begin with. */
  Wire on(Wire wire, Endpoint peer, Buffers buffers) {
    return new TlsWire(wire, this, peer, buffers);
  }

  boolean isServer() {
    return server;
  }

  Tls tls() {
    return tls;
  }

  /**
   * For one connection.
   *
   * @param peer a server as it was named: its host is what its certificate has to be for
   */
  SSLEngine engine(Endpoint peer) throws IOException {
    return server ? serverEngine() : clientEngine(peer);
  }

  private SSLEngine serverEngine() throws IOException {
    SSLEngine engine = current().createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(tls.protocols.toArray(String[]::new));
    engine.setNeedClientAuth(tls.clientAuthorities != null);
    return engine;
  }

  private SSLEngine clientEngine(Endpoint peer) throws IOException {
    boolean hasHost = peer.transport() == Transport.TLS;
    SSLContext context = current();
    SSLEngine engine =
        hasHost ? context.createSSLEngine(peer.host(), peer.port()) : context.createSSLEngine();
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(tls.protocols.toArray(String[]::new));
    if (hasHost && !isLoose()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the rules of RFC 9525
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  private boolean isLoose() {
    return tls.insecure || tls.fingerprint != null;
  }

  private SSLContext current() throws IOException {
    Loaded last = loaded;
    List<Stamp> stamps = files.stream().map(Stamp::of).toList();
    if (last != null && isOfUse(last, stamps)) {
      return last.context();
    }
    reading.lock();
    try {
      last = loaded;
      if (last != null && isOfUse(last, stamps)) {
        return last.context();
      }
      return last == null ? load(stamps) : reload(last, stamps);
    } finally {
      reading.unlock();
    }
  }

  /** Whether the files are as they were, or have just been found to be worse. */
  private boolean isOfUse(Loaded last, List<Stamp> stamps) {
    Rejected worse = rejected;
    return last.stamps().equals(stamps) || (worse != null && worse.holds(stamps));
  }

  private SSLContext reload(Loaded last, List<Stamp> stamps) {
    try {
      SSLContext context = load(stamps);
      log().log(Level.INFO, () -> "read again, because they have changed: " + files);
      return context;
    } catch (IOException e) {
      // Half written, perhaps. It is tried again every second, and said once.
      Rejected before = rejected;
      rejected = new Rejected(stamps, System.nanoTime());
      if (before == null || !before.stamps().equals(stamps)) {
        log()
            .log(
                Level.WARNING,
                "what has changed cannot be used, and new connections go on with what was there"
                    + " before: "
                    + e.getMessage());
      }
      return last.context();
    }
  }

  private static System.Logger log() {
    return System.getLogger(Tls.class.getName());
  }

  private SSLContext load(List<Stamp> stamps) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(), trust(), null);
      loaded = new Loaded(context, stamps);
      rejected = null;
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java cannot do TLS: " + Causes.text(e), e);
    }
  }

  private KeyManager[] keys() throws IOException {
    Tls.Files own = tls.files;
    Identity identity = own == null ? tls.made : Identity.read(own.certificates(), own.key());
    if (identity != null) {
      return new KeyManager[] {new IdentityKeys(identity)};
    }
    if (server) {
      throw new IOException("a TLS server needs a certificate and its key");
    }
    return new KeyManager[0];
  }

  private TrustManager[] trust() throws IOException, GeneralSecurityException {
    if (!server && isLoose()) {
      return new TrustManager[] {new LooseTrust(tls.fingerprint)};
    }
    Path authorities = server ? tls.clientAuthorities : tls.authorities;
    if (server && authorities == null) {
      return new TrustManager[0]; // Nobody is asked.
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    if (authorities == null) {
      factory.init((KeyStore) null); // The system's.
    } else {
      Set<TrustAnchor> anchors =
          Pem.read(authorities).certificates().stream()
              .map(certificate -> new TrustAnchor(certificate, null))
              .collect(Collectors.toSet());
      var parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
      parameters.setRevocationEnabled(false);
      factory.init(new CertPathTrustManagerParameters(parameters));
    }
    return Arrays.stream(factory.getTrustManagers())
        .map(manager -> new PeerTrust((X509ExtendedTrustManager) manager))
        .toArray(TrustManager[]::new);
  }
}
