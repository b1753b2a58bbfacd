package dev.leat.cli;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.ExitStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code leat completion}: what makes a shell complete leat's words. */
@Command(
    name = "completion",
    customSynopsis = "leat completion SHELL",
    header = "Completes the words of leat in bash and zsh.",
    description = "Prints what makes a shell complete the words of leat.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(leat completion bash)             for this shell alone",
      "  leat completion bash > ~/.local/share/bash-completion/completions/leat",
      "  leat completion zsh > ~/.leat-completion   and in ~/.zshrc: source ~/.leat-completion"
    })
final class Completion implements Callable<Integer> {
  /** The shells that understand the script. */
  enum Shell {
    BASH,
    ZSH
  }

  private static final Pattern CHOICES = Pattern.compile("(?<=_(option|pos_param)_args=)\\(.*\\)");

  private final Console console;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  private Shell shell = Shell.BASH;

  Completion(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    String script =
        switch (shell) {
          case BASH, ZSH -> inSmallLetters(AutoComplete.bash("leat", Leat.whole(console)));
        };
    console.out().write(script.getBytes(StandardCharsets.UTF_8));
    return ExitStatus.DONE;
  }

  /** The words that an option takes: picocli writes them as the constants of Java that they are. */
  private static String inSmallLetters(String script) {
    return CHOICES.matcher(script).replaceAll(found -> found.group().toLowerCase(Locale.ROOT));
  }
}
