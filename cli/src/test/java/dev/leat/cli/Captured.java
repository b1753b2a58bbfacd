package dev.leat.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a command has written, for a test that waits for it. */
public final class Captured extends OutputStream {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Guards the bytes. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition more = lock.newCondition();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    lock.lock();
    try {
      bytes.write(source, offset, length);
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** All so far. */
  public byte[] bytes() {
    lock.lock();
    try {
      return bytes.toByteArray();
    } finally {
      lock.unlock();
    }
  }

  /** All so far, as UTF-8. */
  public String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /** Waits until the text contains this, and answers all of it. */
  public String await(String part) throws InterruptedException {
    return await(text -> text.contains(part), "'" + part + "'");
  }

  /** Waits until this is found in the text, and answers all of it. */
  public String await(Pattern pattern) throws InterruptedException {
    return await(text -> pattern.matcher(text).find(), "'" + pattern + "'");
  }

  /** Waits until there are so many lines, and answers all of the text. */
  public String awaitLines(int lines) throws InterruptedException {
    return await(text -> text.chars().filter(c -> c == '\n').count() >= lines, lines + " lines");
  }

  /** Waits until the text is as wanted, and answers all of it. */
  public String await(Predicate<String> wanted, String what) throws InterruptedException {
    long left = PATIENCE.toNanos();
    lock.lock();
    try {
      while (!wanted.test(text())) {
        if (left <= 0) {
          throw new AssertionError("waited in vain for " + what + " in:\n" + text());
        }
        left = more.awaitNanos(left);
      }
      return text();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return text();
  }
}
