package dev.leat.net;

import dev.leat.framing.Framing;
import java.io.IOException;

/** Connects to servers. */
public final class Client {
  private Client() {}

  /**
   * Connects with everything but the framing as standard. Each address that the name has is tried.
   *
   * @throws ConnectionException if none of them answers
   * @throws IllegalArgumentException if the text is no endpoint
   */
  public static Connection connect(String endpoint, Framing framing) throws IOException {
    return to(endpoint).framing(framing).open();
  }

  /** Connects, the framing given by its text form. */
  public static Connection connect(String endpoint, String framing) throws IOException {
    return connect(endpoint, Framing.parse(framing));
  }

  /** The beginning of a client with options of its own. */
  public static ClientBuilder to(String endpoint) {
    return to(Endpoint.parse(endpoint));
  }

  /** The beginning of a client with options of its own. */
  public static ClientBuilder to(Endpoint endpoint) {
    return new ClientBuilder(endpoint);
  }
}
