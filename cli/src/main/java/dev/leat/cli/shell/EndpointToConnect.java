package dev.leat.cli.shell;

import dev.leat.net.Endpoint;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The endpoint of a command that connects. */
public final class EndpointToConnect {
  @Parameters(
      index = "0..1",
      paramLabel = "ENDPOINT",
      hideParamSyntax = true,
      description = {
        "Where to connect.",
        "9999, :9999: this machine;",
        "host:9999, [::1]:9999, host 9999: that host;",
        "udp://host:1234: by datagrams;",
        "tls://host:9999: over TLS; unix:/PATH: a Unix-domain socket."
      })
  private List<String> words = new ArrayList<>();

  /**
   * The endpoint.
   *
   * @param instead what to write where the word is a file's name, up to that name
   */
  public Endpoint endpoint(String instead) {
    if (words.isEmpty()) {
      throw new UsageError("connect to what? HOST:PORT, or 9999 for a feed on this machine");
    }
    return Endpoints.parse(words, instead);
  }
}
