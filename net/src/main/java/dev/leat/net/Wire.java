package dev.leat.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import jdk.net.UnixDomainPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * What a connection stands on: two streams of bytes, one each way. Calls block the thread that
 * makes them; one thread may read while another writes, and any thread may close, which ends both.
 *
 * <p>A blocked thread that is interrupted closes the wire and throws {@link
 * java.nio.channels.ClosedByInterruptException}; one whose wire is closed by another thread throws
 * {@link java.nio.channels.AsynchronousCloseException}.
 */
interface Wire {

  /**
   * Waits for at least one byte and puts what is there into the buffer: how many, or -1 once the
   * peer has finished.
   */
  int read(ByteBuffer target) throws IOException;

  /**
   * Does what has to be done before anything else, on the thread that calls: a TLS handshake, say.
   *
   * @throws TlsFailed if the two do not come together; the wire can then be read until its end,
   *     which lets the peer hear why
   */
  default void open() throws IOException {}

  /** Whether that is done, or not needed. */
  default boolean isReady() {
    return true;
  }

  /** Waits until at least one byte is accepted: how many were. */
  int write(ByteBuffer source) throws IOException;

  /** Tells the peer that nothing more will come. What comes from the peer can still be read. */
  void finishOutput() throws IOException;

  /** Whether there can be input after {@link #finishOutput}. */
  default boolean halfCloses() {
    return true;
  }

  /** Ends both streams at once. More than once is as good as once. */
  void close() throws IOException;

  /**
   * As {@link #close}, but so that the peer does not take what has come for all there was, as far
   * as the transport can tell it.
   */
  default void reset() throws IOException {
    close();
  }

  /** Bytes that have come and are not yet read, as far as it can be told. */
  default int unread() throws IOException {
    return 0;
  }

  /** The other side. */
  Endpoint peer();

  /** This side. */
  Endpoint local();

  /** What has been agreed on; null where there is no TLS. */
  default @Nullable TlsSession tls() {
    return null;
  }

  /** As whom the system knows the peer; null where it does not. */
  default @Nullable UnixDomainPrincipal user() throws IOException {
    return null;
  }
}
