package dev.leat.net;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The SHA-256 of a certificate, by which people tell one from another: 64 hexadecimal digits. */
final class Fingerprint {
  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");

  private Fingerprint() {}

  static String of(X509Certificate certificate) throws CertificateEncodingException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * As {@link #of} gives it, from how people write it: in capitals, with colons.
   *
   * @throws IllegalArgumentException if it is none
   */
  static String parse(String text) {
    String digits = text.replace(":", "").toLowerCase(java.util.Locale.ROOT);
    if (!DIGITS.matcher(digits).matches()) {
      throw new IllegalArgumentException(
          "a SHA-256 fingerprint has 64 hexadecimal digits, not: " + text);
    }
    return digits;
  }
}
