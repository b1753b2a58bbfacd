package dev.leat.cli.shell;

import dev.leat.net.TlsFailed;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What an exception says to people. */
public final class Reasons {
  private Reasons() {}

  /** A sentence without its full stop. */
  public static String of(Throwable failure) {
    return switch (failure) {
      case NoSuchFileException e -> "no such file: " + e.getFile();
      case AccessDeniedException e -> "permission denied: " + e.getFile();
      case FileSystemException e when e.getReason() != null -> e.getFile() + ": " + e.getReason();
      case FileNotFoundException e -> "cannot open " + message(e);
      case TlsFailed e -> message(e) + advice(e.reason());
      default -> message(failure);
    };
  }

  /**
   * Whether connecting again may help. A server that is away, or a network, comes back; what TLS
   * has refused stays so until somebody mends it.
   */
  public static boolean mayPass(IOException failure) {
    return !(failure instanceof TlsFailed tls)
        || switch (tls.reason()) {
          case BROKEN_OFF, TIMEOUT, OTHER -> true;
          case NOT_TLS,
              NOTHING_IN_COMMON,
              WRONG_HOST,
              EXPIRED,
              NOT_YET_VALID,
              SELF_SIGNED,
              UNKNOWN_AUTHORITY,
              WRONG_FINGERPRINT,
              CLIENT_CERTIFICATE_MISSING,
              CERTIFICATE_REFUSED ->
              false;
        };
  }

  /** What one who connects can do about it. */
  private static String advice(TlsFailed.Reason reason) {
    return switch (reason) {
      case NOT_TLS -> " (tcp:// speaks without TLS)";
      case BROKEN_OFF, TIMEOUT -> " (is it TLS that is spoken there?)";
      case WRONG_HOST -> " (connect by a name that it is for; --tls-insecure does not look)";
      case EXPIRED, NOT_YET_VALID -> " (is the clock right here? --tls-insecure does not look)";
      case SELF_SIGNED ->
          " (if it is the right one, --tls-ca sha256:FINGERPRINT trusts it, or --tls-ca FILE)";
      case UNKNOWN_AUTHORITY ->
          " (--tls-ca FILE trusts an authority; --tls-insecure trusts everybody)";
      case CLIENT_CERTIFICATE_MISSING -> " (--tls-cert FILE and --tls-key FILE show one)";
      case NOTHING_IN_COMMON, WRONG_FINGERPRINT, CERTIFICATE_REFUSED, OTHER -> "";
    };
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }
}
