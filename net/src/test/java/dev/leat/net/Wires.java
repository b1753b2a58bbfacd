package dev.leat.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Two ends of a wire, and how a test uses one as a plain peer. */
record Wires(Wire left, Wire right) {
  private static final Buffers BUFFERS = new Buffers(4);

  static Wires tcp() throws IOException {
    try (var listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      SocketChannel left = SocketChannel.open(listener.getLocalAddress());
      return new Wires(new SocketWire(left), new SocketWire(listener.accept()));
    }
  }

  static Wires unix() throws IOException {
    Path directory = Files.createTempDirectory("leat");
    var address = UnixDomainSocketAddress.of(directory.resolve("s"));
    try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(address);
      SocketChannel left = SocketChannel.open(address);
      return new Wires(new SocketWire(left), new SocketWire(listener.accept()));
    } finally {
      Files.deleteIfExists(address.getPath());
      Files.delete(directory);
    }
  }

  static Wires memory() {
    Wire[] wires = MemoryWire.pair(64 << 10);
    return new Wires(wires[0], wires[1]);
  }

  /**
   * The same with TLS, the handshake done.
   *
   * @param server whether the left one is the server
   */
  Wires tls(boolean server) throws Exception {
    var names = List.of("localhost");
    TlsContext serving = TlsContext.ofServer(Tls.standard().selfSigned(names));
    TlsContext connecting = TlsContext.ofClient(Tls.standard().insecure());
    Wire first = (server ? serving : connecting).on(left, left.peer().secured(), BUFFERS);
    Wire second = (server ? connecting : serving).on(right, right.peer().secured(), BUFFERS);
    var opening = Async.run(first::open);
    second.open();
    opening.get();
    return new Wires(first, second);
  }

  static void write(Wire wire, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      wire.write(bytes);
    }
  }

  /** Exactly so many bytes, fewer only at the end. */
  static String read(Wire wire, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    int last = 0;
    while (bytes.hasRemaining() && last >= 0) {
      last = wire.read(bytes);
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
  }

  /** Everything until the other side finishes. */
  static String readAll(Wire wire) throws IOException {
    var all = new ByteArrayOutputStream();
    ByteBuffer bytes = ByteBuffer.allocate(64 << 10);
    for (int count; (count = wire.read(bytes.clear())) >= 0; ) {
      all.write(bytes.array(), 0, count);
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  /** Fills the wire until it takes no more: the other side does not read. */
  static void writeForEver(Wire wire) throws IOException {
    while (true) {
      write(wire, "x".repeat(64 << 10));
    }
  }
}
