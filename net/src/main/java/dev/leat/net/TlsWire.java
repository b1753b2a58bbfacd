package dev.leat.net;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * TLS on any other wire. {@link #open} comes before anything else; then, as on every wire, one
 * thread reads while another writes.
 *
 * <pre>
 *  new --open--> open --close_notify from the peer--> its output is over; ours goes on, but not in 1.2
 *   |             |
 *   |refused      +-----finishOutput: close_notify--> our output is over; its goes on
 *   v
 *  refused: reading waits for the end of the wire
 * </pre>
 *
 * <p>Bytes are unwrapped straight into the reader's buffer where they fit. An end of the wire
 * without close_notify is an error: somebody may have cut off what was still to come.
 */
final class TlsWire implements Wire {
  static final String RENEGOTIATION = "the peer asks for another handshake, which is refused";

  private static final ByteBuffer NO_ROOM = ByteBuffer.allocate(0);
  private static final String NO_CIPHER_SUITE = "SSL_NULL_WITH_NULL_NULL";
  private static final String VERSION_WITH_HALF_CLOSE = "TLSv1.3";

  private final Wire wire;
  private final TlsContext context;
  private final Endpoint named;
  private final Buffers buffers;
  private final TlsInput input;
  private volatile @Nullable Opened opened;

  // The reader's own.

  /** What was unwrapped and did not fit into the buffer of the one who reads. */
  private @Nullable ByteBuffer spill;

  /** What the next read is told. */
  private @Nullable SSLException failure;

  private boolean inputDone;
  private boolean refused;

  /** What there is once the handshake is over. */
  private record Opened(SSLEngine engine, TlsOutput output, TlsSession session) {}

  /**
   * @param named the peer: for a client the server as the user has named it
   */
  TlsWire(Wire wire, TlsContext context, Endpoint named, Buffers buffers) {
    this.wire = wire;
    this.context = context;
    this.named = named;
    this.buffers = buffers;
    this.input = new TlsInput(buffers);
  }

  // The handshake

  /**
   * Agrees with the peer, on the calling thread. Where one refuses the other, the peer is told if
   * it speaks TLS; {@link #read} then waits until it has heard.
   */
  @Override
  public void open() throws IOException {
    try {
      if (context.isServer()) {
        // What an engine takes is for peers that say something.
        awaitFirst();
      }
      SSLEngine engine = context.engine(named);
      var output = new TlsOutput(engine, wire, buffers);
      try {
        shakeHands(engine, output);
      } catch (SSLException e) {
        tellWhy(output, e);
        throw TlsFailures.explained(e, context, named);
      }
      input.shrink();
      opened = new Opened(engine, output, session(engine.getSession()));
    } catch (TlsFailed e) {
      refused = true;
      throw e;
    }
  }

  @Override
  public boolean isReady() {
    return opened != null;
  }

  private void shakeHands(SSLEngine engine, TlsOutput output) throws IOException {
    engine.beginHandshake();
    for (; ; ) {
      switch (engine.getHandshakeStatus()) {
        case NEED_WRAP -> output.flush();
        case NEED_TASK -> runTasks(engine);
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> hear(engine);
        case FINISHED, NOT_HANDSHAKING -> {
          ensureAgreed(engine);
          return;
        }
      }
    }
  }

  /** An engine that was closed is not shaking hands either. */
  private void ensureAgreed(SSLEngine engine) throws IOException {
    if (engine.getSession().getCipherSuite().equals(NO_CIPHER_SUITE)) {
      throw TlsFailures.brokenOff(named, context);
    }
  }

  private void hear(SSLEngine engine) throws IOException {
    if (input.isEmpty()) {
      awaitFirst();
    }
    Status status;
    while ((status = engine.unwrap(input.bytes(), NO_ROOM).getStatus())
        == Status.BUFFER_UNDERFLOW) {
      awaitMore();
    }
    if (status == Status.CLOSED) {
      // A farewell, which anybody on the way can say as long as nothing is encrypted.
      throw TlsFailures.brokenOff(named, context);
    }
  }

  private void awaitFirst() throws IOException {
    awaitMore();
    ByteBuffer bytes = input.bytes();
    if (!TlsRecords.mayBeginWith(bytes.get(bytes.position()))) {
      throw notTls();
    }
  }

  /** The peer may be one that understands a refusal all the same. */
  private TlsFailed notTls() {
    TlsFailed failure = TlsFailures.notTls(named, context);
    if (context.isServer()) {
      try {
        wire.write(TlsRecords.refusal());
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    return failure;
  }

  private void awaitMore() throws IOException {
    if (!input.fill(wire)) {
      throw TlsFailures.brokenOff(named, context);
    }
  }

  private static void runTasks(SSLEngine engine) {
    for (Runnable task; (task = engine.getDelegatedTask()) != null; ) {
      task.run();
    }
  }

  /** So that the peer can say what it was. */
  private static void tellWhy(TlsOutput output, SSLException reason) {
    try {
      output.flushIfFree();
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  private static TlsSession session(SSLSession agreed) {
    return new TlsSession(agreed.getProtocol(), agreed.getCipherSuite(), certificates(agreed));
  }

  private static List<X509Certificate> certificates(SSLSession agreed) {
    try {
      return Arrays.stream(agreed.getPeerCertificates()).map(X509Certificate.class::cast).toList();
    } catch (SSLPeerUnverifiedException e) {
      return List.of(); // A client that was not asked.
    }
  }

  private Opened opened() {
    Opened done = opened;
    if (done == null) {
      throw new IllegalStateException("no TLS handshake was made with " + named);
    }
    return done;
  }

  // Reading

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (refused) {
      return awaitEnd();
    }
    Opened now = opened();
    try {
      while (!inputDone) {
        int count = spill != null ? takeSpill(target) : unwrap(now, target);
        if (count > 0) {
          return count;
        }
        if (!inputDone && !input.fill(wire)) {
          throw new EOFException(
              "it ended without saying so in TLS (close_notify), so that something may be missing");
        }
      }
      return -1;
    } catch (SSLException e) {
      tellWhy(now.output(), e);
      throw TlsFailures.explained(e, context, named);
    }
  }

  private int awaitEnd() throws IOException {
    do {
      input.clear();
    } while (input.fill(wire));
    return -1;
  }

  /** As many records as have come and fit: how many bytes. */
  private int unwrap(Opened now, ByteBuffer target) throws IOException {
    int start = target.position();
    if (failure != null) {
      throw failure;
    }
    while (!input.isEmpty() && !inputDone) {
      Status status;
      try {
        status = follow(now, now.engine().unwrap(input.bytes(), target));
      } catch (SSLException e) {
        if (target.position() == start) {
          throw e;
        }
        // What came before it was good, and is not lost.
        failure = e;
        break;
      }
      if (status == Status.BUFFER_OVERFLOW) {
        if (target.position() > start) {
          break;
        }
        status = spill(now);
        takeSpill(target);
      }
      if (status == Status.BUFFER_UNDERFLOW || spill != null) {
        break;
      }
    }
    return target.position() - start;
  }

  /** Unwraps one record into memory lent for it. */
  private Status spill(Opened now) throws IOException {
    ByteBuffer room = buffers.take(now.engine().getSession().getApplicationBufferSize());
    Status status = follow(now, now.engine().unwrap(input.bytes(), room));
    spill = room.flip();
    return status;
  }

  private int takeSpill(ByteBuffer target) {
    ByteBuffer source = spill;
    if (source == null) {
      return 0;
    }
    int count = Math.min(source.remaining(), target.remaining());
    target.put(source.slice(source.position(), count));
    source.position(source.position() + count);
    if (!source.hasRemaining()) {
      spill = null;
      buffers.give(source);
    }
    return count;
  }

  /** What a record that was not the user's has led to. */
  private Status follow(Opened now, SSLEngineResult result) throws SSLException {
    inputDone = result.getStatus() == Status.CLOSED;
    HandshakeStatus handshake = result.getHandshakeStatus();
    if (handshake == HandshakeStatus.NOT_HANDSHAKING || handshake == HandshakeStatus.FINISHED) {
      return result.getStatus();
    }
    if (!inputDone && !halfCloses()) {
      if (handshake == HandshakeStatus.NEED_WRAP && now.output().isFinishing()) {
        return result.getStatus(); // What has to be said is this side's own farewell.
      }
      throw new SSLException(RENEGOTIATION);
    }
    runTasks(now.engine());
    if (now.engine().getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      now.output().answerSoon();
    }
    return result.getStatus();
  }

  // Writing

  @Override
  public int write(ByteBuffer source) throws IOException {
    Opened now = opened();
    try {
      return now.output().write(source);
    } catch (SSLException e) {
      throw TlsFailures.explained(e, context, named);
    }
  }

  @Override
  public boolean halfCloses() {
    Opened now = opened;
    return now == null || halfCloses(now.session().protocol());
  }

  /** Whether one direction of a connection can end before the other (RFC 8446, section 6.1). */
  static boolean halfCloses(String protocol) {
    return protocol.equals(VERSION_WITH_HALF_CLOSE);
  }

  @Override
  public void finishOutput() throws IOException {
    Opened now = opened;
    if (now == null) {
      wire.finishOutput();
    } else {
      now.output().finish();
    }
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }

  @Override
  public void reset() throws IOException {
    wire.reset();
  }

  @Override
  public @Nullable TlsSession tls() {
    Opened now = opened;
    return now == null ? null : now.session();
  }

  @Override
  public int unread() throws IOException {
    return wire.unread();
  }

  @Override
  public Endpoint peer() {
    return wire.peer().secured();
  }

  @Override
  public Endpoint local() {
    return wire.local().secured();
  }
}
