package dev.leat.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/** Goes through the steps of a page as a reader would, with a shell and several terminals. */
final class Session implements AutoCloseable {
  private final Path folder;
  private final Map<String, Terminal> terminals = new HashMap<>();

  /** A command that runs, and how much of what it has printed has been looked at. */
  private static final class Terminal {
    private final LeatProcess process;
    private int seen;

    Terminal(LeatProcess process) {
      this.process = process;
    }
  }

  /**
   * @param folder where the commands run; {@code leat} and {@code ./leat} are made here
   */
  Session(Path folder) throws IOException {
    this.folder = folder;
    Path leat = folder.resolve("leat");
    String command = String.join(" ", LeatProcess.commandLine());
    Files.writeString(leat, "#!/bin/sh\nexec " + command + " \"$@\"\n");
    assertThat(leat.toFile().setExecutable(true)).isTrue();
  }

  void run(Step step) throws Exception {
    if (step.terminal().isEmpty()) {
      runToTheEnd(step);
    } else if (step.typed()) {
      type(step);
    } else if (step.text().equals("^C")) {
      end(step.terminal());
    } else {
      end(step.terminal());
      terminals.put(step.terminal(), new Terminal(start(step.text())));
      awaitShown(step);
    }
  }

  private void runToTheEnd(Step step) throws Exception {
    try (LeatProcess process = start(step.text())) {
      process.status();
      String printed = process.out().text();
      String whole = printed.isEmpty() || printed.endsWith("\n") ? printed : printed + "\n";
      assertThat(whole).as(step.toString()).matches(step.pattern());
    }
  }

  private void type(Step step) throws Exception {
    if (!step.text().isEmpty()) {
      terminal(step).process.type(step.text() + "\n");
    }
    awaitShown(step);
  }

  private void awaitShown(Step step) throws Exception {
    Terminal terminal = terminal(step);
    if (step.shown().isEmpty()) {
      return;
    }
    terminal
        .process
        .out()
        .await(text -> next(step, terminal, text) >= 0, step + "\n" + step.shown());
    terminal.seen = next(step, terminal, terminal.process.out().text());
  }

  /** Where what is to appear ends, or less than zero if it has not appeared. */
  private static int next(Step step, Terminal terminal, String text) {
    Matcher matcher = step.pattern().matcher(text).region(terminal.seen, text.length());
    return matcher.find() ? matcher.end() : -1;
  }

  private Terminal terminal(Step step) {
    Terminal terminal = terminals.get(step.terminal());
    assertThat(terminal).as("%s: nothing runs in that terminal", step).isNotNull();
    return terminal;
  }

  /**
   * Starts a command, whose errors come with its output. A feed would take a pipe on standard input
   * for what is to be fed; the terminal that a reader has it does not.
   */
  LeatProcess start(String command) throws IOException {
    String input = command.matches("(\\./)?leat feed.*") ? " </dev/null" : "";
    String script = "cd \"$0\"\nPATH=\"$0:$PATH\"\nexec 2>&1\n" + command + input;
    return LeatProcess.of("bash", "-c", script, folder.toString());
  }

  private void end(String name) throws IOException, InterruptedException {
    Terminal terminal = terminals.remove(name);
    if (terminal != null) {
      terminal.process.endAll();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      for (String name : List.copyOf(terminals.keySet())) {
        end(name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the commands ended", e);
    }
  }
}
