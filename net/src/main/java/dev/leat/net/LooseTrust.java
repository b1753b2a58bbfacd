package dev.leat.net;

import dev.leat.net.TlsFailed.Reason;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts one certificate by its fingerprint, or every one, as the user has asked for. Names and
 * dates mean nothing here.
 */
final class LooseTrust extends X509ExtendedTrustManager {
  private final @Nullable String fingerprint;

  /**
   * @param fingerprint of the one; null to trust everybody
   */
  LooseTrust(@Nullable String fingerprint) {
    this.fingerprint = fingerprint;
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    if (fingerprint == null) {
      return;
    }
    String actual = Fingerprint.of(chain[0]);
    if (!actual.equals(fingerprint)) {
      throw new CertificateRefused(
          Reason.WRONG_FINGERPRINT,
          "the certificate has the SHA-256 fingerprint "
              + actual
              + ", which is not the one trusted",
          null);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
