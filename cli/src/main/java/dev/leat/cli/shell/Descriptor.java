package dev.leat.cli.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the system says about a standard stream. Java tells only whether all of them together are a
 * terminal; Linux tells each one's file.
 */
enum Descriptor {
  IN(0),
  OUT(1),
  ERR(2);

  private static final Path OPEN_FILES = Path.of("/proc/self/fd");

  private final int number;

  Descriptor(int number) {
    this.number = number;
  }

  boolean isTerminal() {
    String file = file();
    return file == null
        ? Stream.ofNullable(System.console()).anyMatch(java.io.Console::isTerminal)
        : file.startsWith("/dev/pts/")
            || file.startsWith("/dev/tty")
            || file.equals("/dev/console");
  }

  InputKind inputKind() {
    if ("/dev/null".equals(file())) {
      return InputKind.NONE;
    }
    return isTerminal() ? InputKind.TERMINAL : InputKind.DATA;
  }

  /** The file that is open, as in {@code /dev/pts/1} or {@code pipe:[4711]}; null if unknown. */
  private @Nullable String file() {
    if (!Files.isDirectory(OPEN_FILES)) {
      return null;
    }
    try {
      return Files.readSymbolicLink(OPEN_FILES.resolve(Integer.toString(number))).toString();
    } catch (IOException e) {
      return "/dev/null"; // closed before we were started
    }
  }
}
