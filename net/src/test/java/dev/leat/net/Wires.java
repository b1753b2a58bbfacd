package dev.leat.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Two ends of a wire, and how a test uses one as a plain peer. */
record Wires(Wire left, Wire right) {

  static Wires tcp() throws IOException {
    try (var listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      SocketChannel left = SocketChannel.open(listener.getLocalAddress());
      return new Wires(new TcpWire(left), new TcpWire(listener.accept()));
    }
  }

  static Wires memory() {
    Wire[] wires = MemoryWire.pair(64 << 10);
    return new Wires(wires[0], wires[1]);
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
