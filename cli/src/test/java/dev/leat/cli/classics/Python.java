package dev.leat.cli.classics;

import static dev.leat.cli.Installed.assumeInstalled;

import dev.leat.cli.LeatProcess;
import java.util.ArrayList;
import java.util.List;

/** The other side: a program in Python 3 that uses nothing but the standard library. */
final class Python {
  private static final String IMPORTS =
      "import asyncio, json, os, random, socket, ssl, struct, sys, threading, time\n";

  private Python() {}

  /**
   * Starts a program. What it prints is out at once. A server says where it listens, as Leat does:
   *
   * <pre>{@code
   * server = socket.create_server(('127.0.0.1', 0))
   * print('listening on 127.0.0.1:%d' % server.getsockname()[1], file=sys.stderr)
   * }</pre>
   *
   * @param arguments from {@code sys.argv[1]} on
   */
  static LeatProcess start(String program, Object... arguments) throws Exception {
    assumeInstalled("python3");
    List<String> words = new ArrayList<>(List.of("python3", "-u", "-c", IMPORTS + program));
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    return LeatProcess.of(words.toArray(String[]::new));
  }

  /**
   * Runs a program to its end and answers what it has printed.
   *
   * @throws AssertionError if it fails; with what it says on standard error
   */
  static String run(String program, Object... arguments) throws Exception {
    try (LeatProcess process = start(program, arguments)) {
      return output(process);
    }
  }

  /** Waits for a program to end and answers what it has printed. */
  static String output(LeatProcess program) throws Exception {
    int status = program.status();
    if (status != 0) {
      throw new AssertionError(
          "the program in Python ended with " + status + ":\n" + program.err().text());
    }
    return program.out().text();
  }
}
