package dev.leat.cli;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A peer that is not Leat: a plain socket that a test holds in its hands. */
public final class Peer implements Closeable {
  private static final int PATIENCE_MILLIS = 60_000;

  private final Socket socket;

  private Peer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
  }

  /** A listening socket on a port that stays free when it is closed. */
  public static ServerSocket listen() throws IOException {
    return listen(Ports.free());
  }

  /** A listening socket on this port. */
  public static ServerSocket listen(int port) throws IOException {
    var server = new ServerSocket(port, 50, InetAddress.ofLiteral("127.0.0.1"));
    server.setSoTimeout(PATIENCE_MILLIS);
    return server;
  }

  /** Waits for a client. */
  public static Peer accept(ServerSocket server) throws IOException {
    return new Peer(server.accept());
  }

  /** Connects to a server. */
  public static Peer connect(int port) throws IOException {
    return new Peer(new Socket(InetAddress.ofLiteral("127.0.0.1"), port));
  }

  /** Sends this. */
  public void say(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Waits for exactly so many bytes. */
  public String hear(int bytes) throws IOException {
    return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
  }

  /** Waits for a line, and answers it with its end; what came if the other side finishes first. */
  public String hearLine() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = 0; b != '\n' && (b = socket.getInputStream().read()) >= 0; ) {
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** Waits until the other side has finished, and answers all that came. */
  public String hearAll() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Waits until the other side has broken off, and answers what came before. */
  public String hearUntilReset() throws IOException {
    var heard = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(heard);
    } catch (SocketException e) {
      return heard.toString(StandardCharsets.UTF_8);
    }
    throw new IOException("the other side has finished, and not broken off");
  }

  /** Says that nothing more will be sent. */
  public void finish() throws IOException {
    socket.shutdownOutput();
  }

  /** Closes the connection. */
  public void hangUp() throws IOException {
    socket.close();
  }

  /** Breaks the connection off. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** The port at this end. */
  public int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
