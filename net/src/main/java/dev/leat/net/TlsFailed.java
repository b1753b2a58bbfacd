package dev.leat.net;

import org.jspecify.annotations.Nullable;

/**
 * No TLS connection came about, or it ended for a reason of TLS: one of the two has refused the
 * other, or they do not speak the same.
 */
public final class TlsFailed extends ConnectionException {
  private static final long serialVersionUID = 1;

  private final Reason reason;
  private final String explanation;

  /** What it was. */
  public enum Reason {
    /** The peer does not speak TLS. */
    NOT_TLS,
    /** The peer closed the connection during the handshake. */
    BROKEN_OFF,
    /** The handshake took longer than {@link Timeouts#connect()}. */
    TIMEOUT,
    /** There is no version of TLS, or no cipher suite, that both speak. */
    NOTHING_IN_COMMON,
    /** The server's certificate is for other hosts. */
    WRONG_HOST,
    /** The peer's certificate, or one above it, was valid until some time ago. */
    EXPIRED,
    /** The peer's certificate, or one above it, will be valid some time. */
    NOT_YET_VALID,
    /** The peer's certificate is signed by itself alone, and not trusted. */
    SELF_SIGNED,
    /** The peer's certificate is by an authority that is not trusted. */
    UNKNOWN_AUTHORITY,
    /** The server has another certificate than the one that is trusted by its fingerprint. */
    WRONG_FINGERPRINT,
    /** The server asks for a certificate, and the client has shown none. */
    CLIENT_CERTIFICATE_MISSING,
    /** The peer does not accept the certificate of this side. */
    CERTIFICATE_REFUSED,
    /** Anything else. */
    OTHER
  }

  TlsFailed(Endpoint peer, Reason reason, String explanation, @Nullable Throwable cause) {
    super(peer, "no TLS with " + peer + ": " + explanation, cause);
    this.reason = reason;
    this.explanation = explanation;
  }

  /** What it was. */
  public Reason reason() {
    return reason;
  }

  /** The same for people, without the name of the peer: what was wrong with what. */
  public String explanation() {
    return explanation;
  }
}
