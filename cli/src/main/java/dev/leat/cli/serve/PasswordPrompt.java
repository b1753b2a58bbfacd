package dev.leat.cli.serve;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Failure;
import dev.leat.cli.shell.InputKind;
import dev.leat.codec.Text;
import dev.leat.services.Users;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Where a new password comes from: typed twice, unseen, or a line of standard input. */
final class PasswordPrompt {
  private final Console console;

  PasswordPrompt(Console console) {
    this.console = console;
  }

  /**
   * The password for a user.
   *
   * @throws Failure if there is none
   */
  String ask(String user) throws IOException, Failure {
    String password = console.inKind() == InputKind.TERMINAL ? asked(user) : line(console.in());
    if (password.isEmpty()) {
      throw new Failure("no password: type one, or pipe it in");
    }
    return password;
  }

  private String asked(String user) throws Failure {
    try (var _ = console.stop().question()) {
      return typed(user);
    }
  }

  private static String typed(String user) throws Failure {
    java.io.Console terminal =
        Optional.ofNullable(System.console())
            .filter(java.io.Console::isTerminal)
            .orElseThrow(() -> new Failure("no terminal to ask for a password on: pipe it in"));
    char[] first = terminal.readPassword("password for %s: ", user);
    char[] second = first == null ? null : terminal.readPassword("once more: ");
    if (first == null || second == null) {
      return "";
    }
    boolean equal = Arrays.equals(first, second);
    String password = new String(first);
    Arrays.fill(first, ' ');
    Arrays.fill(second, ' ');
    if (!equal) {
      throw new Failure("the two passwords differ, nothing is changed");
    }
    return password;
  }

  private static String line(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (int b = in.read();
        b >= 0 && b != '\n' && bytes.size() <= Users.LONGEST_PASSWORD;
        b = in.read()) {
      bytes.write(b);
    }
    String line = Text.utf8().decode(ByteBuffer.wrap(bytes.toByteArray()));
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }
}
