package dev.leat.net;

import dev.leat.net.TlsFailed.Reason;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts whom the authorities trust, and says of others in words what is wrong with them. The
 * platform decides; only what it refuses is looked at again.
 */
final class PeerTrust extends X509ExtendedTrustManager {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  /** Characters of names in an explanation. */
  private static final int LONGEST = 500;

  private final X509ExtendedTrustManager authorities;

  PeerTrust(X509ExtendedTrustManager authorities) {
    this.authorities = authorities;
  }

  /** The platform's check: with the connection also the host name, without only the chain. */
  private interface Check {
    void of(@Nullable SSLEngine engine) throws CertificateException;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(
        chain,
        engine,
        on -> {
          if (on == null) {
            authorities.checkServerTrusted(chain, type);
          } else {
            authorities.checkServerTrusted(chain, type, on);
          }
        });
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(
        chain,
        engine,
        on -> {
          if (on == null) {
            authorities.checkClientTrusted(chain, type);
          } else {
            authorities.checkClientTrusted(chain, type, on);
          }
        });
  }

  private static void check(X509Certificate[] chain, SSLEngine engine, Check check)
      throws CertificateException {
    // The platform does not look at the dates of a certificate that is itself among the trusted.
    checkDates(chain[0]);
    try {
      check.of(engine);
    } catch (CertificateException e) {
      throw explained(e, chain, engine, check);
    }
  }

  private static void checkDates(X509Certificate certificate) throws CertificateException {
    try {
      certificate.checkValidity();
    } catch (CertificateExpiredException e) {
      Instant end = certificate.getNotAfter().toInstant();
      throw new CertificateRefused(
          Reason.EXPIRED, "the certificate of " + name(certificate) + " expired on " + end, e);
    } catch (CertificateNotYetValidException e) {
      Instant start = certificate.getNotBefore().toInstant();
      throw new CertificateRefused(
          Reason.NOT_YET_VALID,
          "the certificate of " + name(certificate) + " is not valid before " + start,
          e);
    }
  }

  private static CertificateException explained(
      CertificateException e, X509Certificate[] chain, SSLEngine engine, Check check) {
    try {
      for (X509Certificate certificate : chain) {
        checkDates(certificate);
      }
    } catch (CertificateException dates) {
      return dates;
    }
    if (isUntrusted(e)) {
      return untrusted(e, chain);
    }
    String host = engine.getPeerHost();
    if (host != null && isFine(check)) {
      return new CertificateRefused(
          Reason.WRONG_HOST, "the certificate is for " + names(chain[0]) + ", not for " + host, e);
    }
    return new CertificateRefused(
        Reason.OTHER,
        "the certificate of "
            + name(chain[0])
            + " is not valid: "
            + cut(Printable.line(Causes.text(e))),
        e);
  }

  private static boolean isFine(Check check) {
    try {
      check.of(null);
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }

  private static boolean isUntrusted(Throwable refusal) {
    for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertPathBuilderException
          || (cause instanceof CertPathValidatorException path
              && (path.getReason() == PKIXReason.NO_TRUST_ANCHOR
                  || path.getReason() == BasicReason.INVALID_SIGNATURE))) {
        return true;
      }
    }
    return false;
  }

  private static CertificateRefused untrusted(CertificateException e, X509Certificate[] chain) {
    X509Certificate last = chain[chain.length - 1];
    if (chain.length == 1 && isItsOwnIssuer(last)) {
      return new CertificateRefused(
          Reason.SELF_SIGNED,
          "the certificate of "
              + name(last)
              + " is signed by itself alone, with the SHA-256 fingerprint "
              + fingerprint(last),
          e);
    }
    return new CertificateRefused(
        Reason.UNKNOWN_AUTHORITY,
        "the certificate of "
            + name(chain[0])
            + " is by an authority that is not trusted: "
            + cut(DistinguishedName.of(last.getIssuerX500Principal())),
        e);
  }

  private static String fingerprint(X509Certificate certificate) {
    try {
      return Fingerprint.of(certificate);
    } catch (CertificateEncodingException e) {
      return "that cannot be told";
    }
  }

  private static boolean isItsOwnIssuer(X509Certificate certificate) {
    try {
      certificate.verify(certificate.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String name(X509Certificate certificate) {
    return cut(DistinguishedName.of(certificate.getSubjectX500Principal()));
  }

  private static String cut(String names) {
    return names.length() <= LONGEST
        ? names
        : names.substring(0, names.offsetByCodePoints(0, LONGEST - 1)) + '…';
  }

  private static String names(X509Certificate certificate) {
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        List<String> names =
            alternatives.stream()
                .filter(name ->
                    name.get(0) instanceof Integer type && (type == DNS_NAME || type == IP_ADDRESS))
                .map(name -> String.valueOf(name.get(1)))
                .toList();
        if (!names.isEmpty()) {
          return cut(Printable.line(String.join(", ", names)));
        }
      }
    } catch (CertificateParsingException e) {
      return name(certificate) + " (its other names are broken)";
    }
    return name(certificate);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities.getAcceptedIssuers();
  }

  // There are no sockets of javax.net.ssl here.

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    authorities.checkServerTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    authorities.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    authorities.checkServerTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    authorities.checkClientTrusted(chain, type);
  }
}
