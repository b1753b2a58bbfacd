package dev.leat.cli.shell;

import dev.leat.net.Endpoint;
import dev.leat.net.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Parameters;

/** The endpoint of a command that serves: {@code localhost:9999} unless another is given. */
public final class EndpointToServe {
  @Parameters(
      index = "0..1",
      paramLabel = "[ENDPOINT]",
      hideParamSyntax = true,
      description = {
        "Where to listen; 9999 unless given.",
        "9999, :9999: for this machine only;",
        "*:9999: on every interface;",
        "host:9999, [::1]:9999, host 9999: on that address;",
        "udp://:1234: for datagrams;",
        "tls://:9999: over TLS; unix:/PATH: a Unix-domain socket.",
        "Port 0 takes a free one."
      })
  private List<String> words = new ArrayList<>();

  /**
   * The endpoint.
   *
   * @param instead what to write where the word is a file's name, up to that name: {@code leat feed
   *     --file}
   */
  public Endpoint endpoint(String instead) {
    return endpoint(instead, Endpoints.PORTS);
  }

  /** As {@link #endpoint(String)}, with another port where none is given. */
  public Endpoint endpoint(String instead, int port) {
    return endpoint(instead, transport -> port);
  }

  /** As {@link #endpoint(String)}, with other ports where none is given. */
  public Endpoint endpoint(String instead, ToIntFunction<Transport> ports) {
    return words.isEmpty()
        ? Endpoint.tcp("localhost", ports.applyAsInt(Transport.TCP))
        : Endpoints.parse(words, instead, ports);
  }
}
