package dev.leat.cli.show;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the displays of all peers write on: standard output, or a file. What one call writes stays
 * together. It is out when the page is flushed, which a receiver does before it waits.
 */
public final class Page implements Closeable {
  private static final int CAPACITY = 64 << 10;

  private final OutputStream out;

  /** Guards the buffer and the order of what is written. */
  private final ReentrantLock lock = new ReentrantLock();

  private final byte[] buffer = new byte[CAPACITY];
  private int length;

  /**
   * @param out closed with the page
   */
  public Page(OutputStream out) {
    this.out = out;
  }

  /** Writes these together; the body is consumed. */
  void write(byte[] head, ByteBuffer body, byte[] tail) throws IOException {
    lock.lock();
    try {
      write(ByteBuffer.wrap(head));
      write(body);
      write(ByteBuffer.wrap(tail));
    } finally {
      lock.unlock();
    }
  }

  /** Writes a text. */
  void write(CharSequence text) throws IOException {
    lock.lock();
    try {
      write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
    } finally {
      lock.unlock();
    }
  }

  private void write(ByteBuffer piece) throws IOException {
    while (piece.hasRemaining()) {
      if (length == CAPACITY) {
        writeOut();
      }
      int count = Math.min(piece.remaining(), CAPACITY - length);
      piece.get(buffer, length, count);
      length += count;
    }
  }

  /** Has everything out. */
  public void flush() throws IOException {
    lock.lock();
    try {
      writeOut();
    } finally {
      lock.unlock();
    }
  }

  private void writeOut() throws IOException {
    int count = length;
    length = 0;
    if (count > 0) {
      out.write(buffer, 0, count);
    }
  }

  @Override
  public void close() throws IOException {
    try (out) {
      flush();
    }
  }
}
