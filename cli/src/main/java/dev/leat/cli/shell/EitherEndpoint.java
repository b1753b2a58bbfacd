package dev.leat.cli.shell;

import dev.leat.net.Endpoint;
import java.util.List;

/**
 * The endpoint of a command that can connect and listen.
 *
 * @param listens whether clients come to it ({@code listen+tcp://}); else we connect to it
 */
public record EitherEndpoint(Endpoint endpoint, boolean listens) {
  private static final String LISTEN = "listen+";

  /**
   * Reads {@code tcp://host:port}, to connect, or {@code listen+tcp://host:port}; one or two words.
   *
   * @param instead what to write where the word is a file's name, up to that name
   */
  public static EitherEndpoint parse(List<String> words, String instead) {
    String first = words.getFirst();
    boolean listens = first.startsWith(LISTEN);
    if (!listens) {
      return new EitherEndpoint(Endpoints.parse(words, instead), false);
    }
    String address = first.substring(LISTEN.length());
    return new EitherEndpoint(Endpoints.parse(List.of(address), instead), true);
  }
}
