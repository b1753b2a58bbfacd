package dev.leat.net;

import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/** Why a peer's certificate is not accepted. The message is for people. */
final class CertificateRefused extends CertificateException {
  private static final long serialVersionUID = 1;

  final TlsFailed.Reason reason;

  CertificateRefused(TlsFailed.Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }
}
