package dev.leat.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A program that has a file locked until it is killed, or its input ends. */
final class LockHolder {
  private LockHolder() {}

  public static void main(String[] args) throws IOException {
    PrintStream output = new PrintStream(System.out, true, UTF_8);
    try (FileChannel file = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE);
        FileLock lock = file.lock()) {
      output.println(lock.isValid() ? "locked" : "not locked");
      while (System.in.read() >= 0) {}
    }
  }
}
