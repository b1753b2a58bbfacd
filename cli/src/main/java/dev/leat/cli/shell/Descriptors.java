package dev.leat.cli.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the system says about standard input, output and error. Java tells only whether all of them
 * together are a terminal. Linux tells each one's file; elsewhere a shell is asked.
 *
 * @param inNothing whether standard input is {@code /dev/null}, or closed
 */
record Descriptors(
    boolean inTerminal, boolean inNothing, boolean outTerminal, boolean errTerminal) {
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");

  /** Answers with the sum of what is so. */
  private static final String QUESTION =
      """
      sum=0
      [ -t 0 ] && sum=1
      [ -t 1 ] && sum=$((sum + 2))
      [ -t 2 ] && sum=$((sum + 4))
      [ /dev/fd/0 -ef /dev/null ] && sum=$((sum + 8))
      exit $sum
      """;

  static Descriptors ofProcess() {
    return Files.isDirectory(OPEN_FILES) ? ofOpenFiles() : ofShell();
  }

  static Descriptors ofOpenFiles() {
    String in = file(0);
    return new Descriptors(
        isTerminal(in), in.equals("/dev/null"), isTerminal(file(1)), isTerminal(file(2)));
  }

  /** Where there is no shell either, nobody sits at the other ends, and nothing is read unasked. */
  static Descriptors ofShell() {
    int sum = answer();
    return new Descriptors((sum & 1) != 0, (sum & 8) != 0, (sum & 2) != 0, (sum & 4) != 0);
  }

  private static int answer() {
    int nothing = 8;
    try {
      int status = new ProcessBuilder("/bin/sh", "-c", QUESTION).inheritIO().start().waitFor();
      return status < 16 ? status : nothing;
    } catch (IOException e) {
      return nothing;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return nothing;
    }
  }

  private static boolean isTerminal(String file) {
    return file.startsWith("/dev/pts/")
        || file.startsWith("/dev/tty")
        || file.equals("/dev/console");
  }

  InputKind inputKind() {
    if (inNothing) {
      return InputKind.NONE;
    }
    return inTerminal ? InputKind.TERMINAL : InputKind.DATA;
  }

  /** The file that is open, as in {@code /dev/pts/1} or {@code pipe:[4711]}. */
  private static String file(int number) {
    try {
      return Files.readSymbolicLink(OPEN_FILES.resolve(Integer.toString(number))).toString();
    } catch (IOException e) {
      return "/dev/null"; // closed before we were started
    }
  }
}
