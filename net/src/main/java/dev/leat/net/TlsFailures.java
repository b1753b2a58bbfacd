package dev.leat.net;

import dev.leat.net.TlsFailed.Reason;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong in TLS, in words: what the platform says is for those who know its inside.
 *
 * <p>The platform tells one failure from another by its texts alone, which may change with its
 * version. TlsRefusalTest therefore brings about each {@link Reason} that is found in this way, and
 * fails where a text is not known any more.
 */
final class TlsFailures {
  private static final Pattern ALERT = Pattern.compile("fatal alert: (\\w+)");

  private TlsFailures() {}

  static TlsFailed notTls(Endpoint peer, TlsContext context) {
    return new TlsFailed(peer, Reason.NOT_TLS, other(context) + " does not speak TLS", null);
  }

  static TlsFailed brokenOff(Endpoint peer, TlsContext context) {
    return new TlsFailed(
        peer,
        Reason.BROKEN_OFF,
        other(context) + " closed the connection during the handshake",
        null);
  }

  static TlsFailed late(Endpoint peer, Duration limit) {
    return new TlsFailed(
        peer,
        Reason.TIMEOUT,
        "the handshake was not complete within " + Durations.text(limit),
        null);
  }

  /** Why there is no connection, as a phrase. */
  static String reason(@Nullable Throwable failure) {
    return failure instanceof TlsFailed tls ? tls.explanation() : Causes.text(failure);
  }

  static TlsFailed explained(SSLException e, TlsContext context, Endpoint peer) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateRefused refused) {
        return new TlsFailed(peer, refused.reason, Causes.text(refused), e);
      }
    }
    String text = Printable.line(Causes.text(e));
    Matcher alert = ALERT.matcher(text);
    return alert.find() ? ofAlert(alert.group(1), e, context, peer) : ofOwn(text, e, context, peer);
  }

  /** The peer has said what it does not like. */
  private static TlsFailed ofAlert(
      String alert, SSLException e, TlsContext context, Endpoint peer) {
    boolean unknown = !context.isServer() && !context.tls().hasIdentity();
    return switch (alert) {
      case "protocol_version" -> nothingInCommon("no version of TLS", e, peer);
      case "handshake_failure", "insufficient_security" ->
          nothingInCommon(
              "no way of TLS" + (unknown ? " (or it asks for a client certificate)" : ""), e, peer);
      case "certificate_required" -> certificateMissing(e, peer);
      case "bad_certificate" ->
          unknown ? certificateMissing(e, peer) : certificateRefused(alert, e, context, peer);
      case "unsupported_certificate",
          "certificate_revoked",
          "certificate_expired",
          "certificate_unknown",
          "unknown_ca",
          "access_denied" ->
          certificateRefused(alert, e, context, peer);
      default ->
          new TlsFailed(
              peer, Reason.OTHER, other(context) + " ended it with the alert " + alert, e);
    };
  }

  private static TlsFailed certificateMissing(SSLException e, Endpoint peer) {
    return new TlsFailed(
        peer, Reason.CLIENT_CERTIFICATE_MISSING, "the server asks for a client certificate", e);
  }

  private static TlsFailed certificateRefused(
      String alert, SSLException e, TlsContext context, Endpoint peer) {
    return new TlsFailed(
        peer,
        Reason.CERTIFICATE_REFUSED,
        "%s does not accept the certificate of this side (%s)".formatted(other(context), alert),
        e);
  }

  private static TlsFailed nothingInCommon(String what, SSLException e, Endpoint peer) {
    return new TlsFailed(peer, Reason.NOTHING_IN_COMMON, what + " is spoken by both", e);
  }

  /** It is this side that does not like something. */
  private static TlsFailed ofOwn(String text, SSLException e, TlsContext context, Endpoint peer) {
    if (text.contains("Empty client certificate chain")) {
      return new TlsFailed(
          peer, Reason.CLIENT_CERTIFICATE_MISSING, "the client has shown no certificate", e);
    }
    if (text.contains("protocol_version")) {
      return nothingInCommon("no version of TLS", e, peer);
    }
    if (text.contains("handshake_failure")) {
      return nothingInCommon("no way of TLS", e, peer);
    }
    if (text.contains("close_notify")) {
      return brokenOff(peer, context);
    }
    // A peer that sends back what it gets, or speaks something that begins like TLS.
    if (text.contains("client_hello") || text.contains("nrecognized SSL message")) {
      return new TlsFailed(peer, Reason.NOT_TLS, other(context) + " does not speak TLS", e);
    }
    return new TlsFailed(peer, Reason.OTHER, text, e);
  }

  private static String other(TlsContext context) {
    return context.isServer() ? "the client" : "the server";
  }
}
