package dev.leat.cli.shell;

import dev.leat.net.Endpoint;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The endpoint of a command that serves: {@code localhost:9999} unless another is given. */
public final class EndpointToServe {
  @Parameters(
      index = "0..1",
      paramLabel = "ENDPOINT",
      description = {
        "Where to listen: PORT or :PORT for this machine only, *:PORT for every interface,"
            + " HOST:PORT, [::1]:PORT; also HOST PORT. Port 0 takes a free one. Default: localhost:9999."
      })
  private List<String> words = new ArrayList<>();

  /**
   * The endpoint.
   *
   * @param instead what to write where the word is a file's name, up to that name: {@code leat feed
   *     --file}
   */
  public Endpoint endpoint(String instead) {
    return words.isEmpty() ? Endpoints.STANDARD : Endpoints.parse(words, instead);
  }
}
