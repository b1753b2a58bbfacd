package dev.leat.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** An authority that tests make certificates with, and the files that it writes. */
final class Authority {
  private final Path folder;
  private final Identity identity;

  Authority(Path folder, String name) {
    this.folder = folder;
    this.identity = new CertificateMaker(name, List.of(), inDays(-1), inDays(1)).selfSigned();
  }

  static Instant inDays(int days) {
    return Instant.now().plus(Duration.ofDays(days));
  }

  /** A certificate and its key, in files. */
  record Pair(Path certificates, Path key) {
    Tls tls() {
      return Tls.standard().identity(certificates, key);
    }
  }

  /** Its own certificate, for those who are to trust it. */
  Path file() throws IOException {
    Path file = Files.createTempFile(folder, "authority", ".pem");
    return Files.writeString(file, pem(List.of(identity.leaf())));
  }

  Pair issue(String name, String... alternatives) throws IOException {
    return issue(new CertificateMaker(name, List.of(alternatives), inDays(-1), inDays(1)));
  }

  Pair issue(CertificateMaker maker) throws IOException {
    return write(maker.signedBy(identity));
  }

  /** For localhost by all its names. */
  Pair forLocalhost() throws IOException {
    return issue("localhost", "localhost", "127.0.0.1", "::1");
  }

  Pair selfSigned(CertificateMaker maker) throws IOException {
    return write(maker.selfSigned());
  }

  private Pair write(Identity issued) throws IOException {
    return new Pair(
        Files.writeString(
            Files.createTempFile(folder, "certificates", ".pem"), pem(issued.chain())),
        Files.writeString(Files.createTempFile(folder, "key", ".pem"), key(issued)));
  }

  /** Puts a pair in the place of another, each file at once. */
  static void replace(Pair old, Pair with) throws IOException {
    Files.move(with.key(), old.key(), StandardCopyOption.REPLACE_EXISTING);
    Files.move(with.certificates(), old.certificates(), StandardCopyOption.REPLACE_EXISTING);
  }

  static String key(Identity identity) {
    return block("PRIVATE KEY", identity.key().getEncoded());
  }

  static String pem(List<X509Certificate> chain) {
    return chain.stream()
        .map(certificate -> {
          try {
            return block("CERTIFICATE", certificate.getEncoded());
          } catch (CertificateEncodingException e) {
            throw new AssertionError(e);
          }
        })
        .collect(Collectors.joining());
  }

  static String block(String label, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, text, label);
  }
}
