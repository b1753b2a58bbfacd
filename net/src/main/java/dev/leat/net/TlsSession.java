package dev.leat.net;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What a TLS handshake has agreed on, and who the peer has shown to be.
 *
 * @param protocol {@code TLSv1.3} or {@code TLSv1.2}
 * @param cipherSuite its standard name: {@code TLS_AES_256_GCM_SHA384}
 * @param peerCertificates the peer's own first, then those that lead from it to an authority; empty
 *     for a client that was not asked for any
 */
public record TlsSession(
    String protocol, String cipherSuite, List<X509Certificate> peerCertificates) {

  /** Copies the list. */
  public TlsSession {
    peerCertificates = List.copyOf(peerCertificates);
  }

  /**
   * Who the peer is by its certificate, as a distinguished name: {@code CN=plc7,O=Mill} (RFC 4514,
   * and what does not print is escaped, so that it can stand in a log). Whether it has been checked
   * depends on {@link Tls}.
   */
  public Optional<String> peerName() {
    return peerCertificates.stream()
        .findFirst()
        .map(certificate -> DistinguishedName.of(certificate.getSubjectX500Principal()));
  }
}
