package dev.leat.net;

import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the connections of a {@code tls://} endpoint are secured: who one is, and whom one trusts.
 *
 * <p>As standard a client shows no certificate, trusts whom the system trusts, and checks that the
 * server's certificate is for the host that it was asked for. Over a Unix-domain socket, which has
 * no host, it must be said whom to trust: {@link #trust}, {@link #trustFingerprint}. A server needs
 * an {@link #identity}. TLS 1.3 (RFC 8446) and 1.2 (RFC 5246) are spoken; 1.2 without
 * renegotiation.
 *
 * <p>Files are in PEM. Each new connection looks whether they have changed: then they are read
 * again, and connections that are there go on as they are. Where what they have become cannot be
 * used, half written as it may be, the log gets a warning and what was there before stays in use.
 */
public final class Tls {
  private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");
  private static final Tls STANDARD = new Tls(null, null, null, null, null, false, PROTOCOLS);
  private static final Duration TRIAL = Duration.ofDays(365);

  final @Nullable Files files;
  final @Nullable Identity made;
  final @Nullable Path authorities;
  final @Nullable String fingerprint;
  final @Nullable Path clientAuthorities;
  final boolean insecure;
  final List<String> protocols;

  /** Where an identity is. */
  record Files(Path certificates, Path key) {}

  private Tls(
      @Nullable Files files,
      @Nullable Identity made,
      @Nullable Path authorities,
      @Nullable String fingerprint,
      @Nullable Path clientAuthorities,
      boolean insecure,
      List<String> protocols) {
    this.files = files;
    this.made = made;
    this.authorities = authorities;
    this.fingerprint = fingerprint;
    this.clientAuthorities = clientAuthorities;
    this.insecure = insecure;
    this.protocols = protocols;
  }

  /** No certificate of one's own, the system's trust, host names checked. */
  public static Tls standard() {
    return STANDARD;
  }

  /**
   * The same with a certificate of one's own, which every server needs, and a client where the
   * server asks for it.
   *
   * @param certificates a PEM file: the certificate first, then those that lead from it to an
   *     authority
   * @param key a PEM file with its private key, not encrypted; it may be the same file. PKCS#8
   *     ({@code PRIVATE KEY}), and the older {@code RSA PRIVATE KEY} and {@code EC PRIVATE KEY}
   */
  public Tls identity(Path certificates, Path key) {
    return new Tls(
        new Files(certificates, key),
        null,
        authorities,
        fingerprint,
        clientAuthorities,
        insecure,
        protocols);
  }

  /**
   * The same with a certificate made now and signed by itself, good for a year: for trying things
   * out. Nobody trusts it who has not been told its {@link #ownFingerprint}.
   *
   * @param names host names and IP addresses that it is to be good for, the first also its own name
   * @throws IllegalArgumentException if there is none, or one cannot stand in a certificate
   */
  public Tls selfSigned(List<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a certificate needs a name");
    }
    Instant now = Instant.now();
    // Clocks differ.
    Instant from = now.minus(Duration.ofDays(1));
    var maker = new CertificateMaker(names.getFirst(), names, from, now.plus(TRIAL));
    return new Tls(
        null, maker.selfSigned(), authorities, fingerprint, clientAuthorities, insecure, protocols);
  }

  /**
   * The same, a client trusting these authorities in place of the system's.
   *
   * @param pem a PEM file with their certificates; a server's own may be among them
   */
  public Tls trust(Path pem) {
    return new Tls(files, made, pem, null, clientAuthorities, false, protocols);
  }

  /**
   * The same, a client trusting the one certificate that has this SHA-256 fingerprint, whatever
   * name and dates it bears.
   *
   * @param sha256 64 hexadecimal digits, with colons or without
   * @throws IllegalArgumentException if it is none
   */
  public Tls trustFingerprint(String sha256) {
    return new Tls(
        files, made, null, Fingerprint.parse(sha256), clientAuthorities, false, protocols);
  }

  /**
   * The same, a client trusting whoever answers. Nobody can listen in, but it may be the wrong one
   * that one talks with: for trying things out.
   */
  public Tls insecure() {
    return new Tls(files, made, null, null, clientAuthorities, true, protocols);
  }

  /**
   * The same, a server asking each client for a certificate by one of these authorities, and
   * refusing those who have none (mutual TLS).
   *
   * @param pem a PEM file with the certificates of the authorities
   */
  public Tls requireClients(Path pem) {
    return new Tls(files, made, authorities, fingerprint, pem, insecure, protocols);
  }

  /**
   * The same, speaking only these versions: {@code TLSv1.3}, {@code TLSv1.2}.
   *
   * @throws IllegalArgumentException if there is none, or one that is not known
   */
  public Tls protocols(List<String> names) {
    if (names.isEmpty() || !PROTOCOLS.containsAll(names)) {
      throw new IllegalArgumentException(
          "TLS versions are " + String.join(" and ", PROTOCOLS) + ", not " + names);
    }
    return new Tls(
        files, made, authorities, fingerprint, clientAuthorities, insecure, List.copyOf(names));
  }

  /** Whether there is a certificate of one's own, without which nobody can serve. */
  public boolean hasIdentity() {
    return files != null || made != null;
  }

  /** Whether a client trusts others than whom the system does. */
  boolean saysWhomToTrust() {
    return insecure || fingerprint != null || authorities != null;
  }

  /** Whether a client trusts whoever answers. */
  public boolean isInsecure() {
    return insecure;
  }

  /**
   * The SHA-256 fingerprint of the certificate that was made by {@link #selfSigned}, in 64
   * hexadecimal digits; null if none was.
   */
  public @Nullable String ownFingerprint() {
    try {
      return made == null ? null : Fingerprint.of(made.leaf());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate just made is not one", e);
    }
  }

  /** Says what is set, and nothing that is secret. */
  @Override
  public String toString() {
    return "TLS with "
        + (files != null ? files.certificates() : made != null ? made : "no certificate")
        + (insecure ? ", trusting everybody" : "");
  }
}
