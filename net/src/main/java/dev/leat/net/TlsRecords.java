package dev.leat.net;

import java.nio.ByteBuffer;

/** What tells that a peer speaks TLS: the beginning of its first record (RFC 8446, section 5.1). */
final class TlsRecords {
  private static final int FIRST_TYPE = 20;
  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;
  private static final int LAST_TYPE = 23;

  /** Of SSL 3.0 and every version since. */
  private static final int MAJOR_VERSION = 3;

  private static final int HEADER = 5;
  private static final int CLIENT_HELLO = 1;
  private static final int FATAL = 2;
  private static final int PROTOCOL_VERSION = 70;

  private TlsRecords() {}

  /** Whether a record may begin with this byte. */
  static boolean mayBeginWith(byte type) {
    return type >= FIRST_TYPE && type <= LAST_TYPE;
  }

  /**
   * Whether these bytes, the first that a peer has said, are a client's greeting or an alert in the
   * clear: no other first record comes to those who have said nothing in TLS.
   */
  static boolean isFirst(ByteBuffer bytes) {
    if (bytes.remaining() <= HEADER || at(bytes, 1) != MAJOR_VERSION) {
      return false;
    }
    return switch (at(bytes, 0)) {
      case HANDSHAKE -> at(bytes, HEADER) == CLIENT_HELLO;
      case ALERT -> (at(bytes, 3) << 8 | at(bytes, 4)) == 2;
      default -> false;
    };
  }

  private static int at(ByteBuffer bytes, int index) {
    return bytes.get(bytes.position() + index) & 0xff;
  }

  /** What a server says to one who does not speak TLS, in case that one understands it. */
  static ByteBuffer refusal() {
    byte[] alert = {ALERT, MAJOR_VERSION, 3, 0, 2, FATAL, PROTOCOL_VERSION};
    return ByteBuffer.wrap(alert);
  }
}
