package dev.leat.cli.address;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.ExitStatus;
import dev.leat.cli.shell.Reasons;
import dev.leat.cli.shell.UsageError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code leat address}. */
@Command(
    name = "address",
    customSynopsis = "leat address ADDRESS...",
    header = "Explains IPv4 and IPv6 addresses.",
    description = {
      "Explains IPv4 and IPv6 addresses: how each is written, which number it is, which range it"
          + " belongs to and how far that reaches. Nothing is looked up."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  leat address 127.0.0.1 ::1",
      "  leat address 192.168.1.10/24           its network too: first, last, size",
      "  leat address fe80::1%%eth0",
      "  leat address --json 2001:db8::/32 | jq -r .last"
    })
public final class AddressCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      arity = "0..*",
      paramLabel = "ADDRESS...",
      hideParamSyntax = true,
      description = {"192.0.2.1, 2001:db8::1, fe80::1%%eth0; with a prefix length: 192.0.2.1/24."})
  private List<String> words = new ArrayList<>();

  public AddressCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (words.isEmpty()) {
      throw new UsageError("which address? 192.0.2.1, for instance, or 2001:db8::1");
    }
    int status = ExitStatus.DONE;
    String gap = "";
    for (String word : words) {
      try {
        var explanation = new Explanation(Subject.parse(word));
        write(console.json() ? explanation.json() : gap + explanation.text());
        gap = "\n";
      } catch (IllegalArgumentException e) {
        console.error("leat address: " + Reasons.of(e));
        status = ExitStatus.USAGE;
      }
    }
    return status;
  }

  private void write(String text) throws IOException {
    console.out().write(text.getBytes(StandardCharsets.UTF_8));
  }
}
