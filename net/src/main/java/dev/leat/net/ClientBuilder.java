package dev.leat.net;

import dev.leat.framing.Framing;
import java.io.IOException;
import java.util.function.UnaryOperator;

/** A client to be: {@link Client#to}. What is not said is as standard. */
public final class ClientBuilder {
  private final Endpoint endpoint;
  private ConnectionOptions options = ConnectionOptions.standard();

  ClientBuilder(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** The framing, unless the endpoint has its own ({@code ?framing=…}). */
  public ClientBuilder framing(Framing framing) {
    options = options.framing(framing);
    return this;
  }

  /** The framing of this text form. */
  public ClientBuilder framing(String text) {
    return framing(Framing.parse(text));
  }

  /** How the connection behaves. */
  public ClientBuilder options(ConnectionOptions replacement) {
    options = replacement;
    return this;
  }

  /** How the connection behaves, said as a change: {@code options(o -> o.maxMessage(4096))}. */
  public ClientBuilder options(UnaryOperator<ConnectionOptions> change) {
    options = change.apply(options);
    return this;
  }

  /** How long each thing may take. */
  public ClientBuilder timeouts(Timeouts timeouts) {
    options = options.timeouts(timeouts);
    return this;
  }

  /**
   * Connects. Each address that the name has is tried.
   *
   * @throws ConnectionException if none of them answers
   */
  public Connection open() throws IOException {
    return new Connector(endpoint, options.of(endpoint), Resources.ofClient()).connect();
  }
}
