package dev.leat.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;

/** A client written by somebody else: a plain socket. */
final class Peer implements Closeable {
  private static final int PATIENCE_MILLIS = (int) Patience.LIMIT.toMillis();

  private final Socket socket;

  Peer(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  private Peer(Socket connected) throws IOException {
    socket = connected;
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  /** One that holds next to nothing that it has not read. */
  static Peer thatTakesLittle(int port) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return new Peer(socket);
  }

  Peer says(String text) throws IOException {
    says(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  void says(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Exactly so many bytes, fewer only at the end. */
  String hears(int count) throws IOException {
    return new String(socket.getInputStream().readNBytes(count), StandardCharsets.UTF_8);
  }

  /** Everything until the server finishes. */
  String hearsAll() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Waits until the server has ended it, in peace or not. */
  boolean isCutOff() throws IOException {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream()); // perhaps an alert
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true; // reset
    }
  }

  boolean isEchoed(String line) throws IOException {
    return says(line + "\n").hears(line.length() + 1).equals(line + "\n");
  }

  void finishes() throws IOException {
    socket.shutdownOutput();
  }

  void leaves() throws IOException {
    socket.close();
  }

  void resets() throws IOException {
    socket.setOption(StandardSocketOptions.SO_LINGER, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
