package dev.leat.cli.feed;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client of a feed: a plain socket. It gives up after 20 seconds without a byte. */
final class Subscriber implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  private Subscriber(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  static Subscriber to(int port) throws IOException {
    return to("127.0.0.1", port);
  }

  static Subscriber to(String host, int port) throws IOException {
    return to(host, port, 0);
  }

  /** With a small receive buffer, so that little is under way when it does not read. */
  static Subscriber slow(int port) throws IOException {
    return to("127.0.0.1", port, 4096);
  }

  private static Subscriber to(String host, int port, int receiveBuffer) throws IOException {
    var socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.setSoTimeout(60_000);
    socket.connect(new InetSocketAddress(host, port), 20_000);
    return new Subscriber(socket);
  }

  /** The next line with its LF, or what there is before the end; null at the end. */
  @Nullable String line() throws IOException {
    var line = new ByteArrayOutputStream();
    int b = in.read();
    while (b >= 0) {
      line.write(b);
      if (b == '\n') {
        break;
      }
      b = in.read();
    }
    return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
  }

  List<String> lines(int count) throws IOException {
    var lines = new ArrayList<String>();
    while (lines.size() < count) {
      lines.add(line());
    }
    return lines;
  }

  /** Everything until the feed closes the connection. */
  byte[] rest() throws IOException {
    return in.readAllBytes();
  }

  String text() throws IOException {
    return new String(rest(), StandardCharsets.UTF_8);
  }

  InputStream in() {
    return in;
  }

  /** Sends something that a feed does not care about. */
  void say(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  void finishOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Leaves as most do. */
  void leave() throws IOException {
    socket.close();
  }

  /** Leaves with a reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
