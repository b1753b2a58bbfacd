package dev.leat.net;

import dev.leat.framing.Framing;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A client to be: {@link Client#to}. What is not said is as standard. */
public final class ClientBuilder {
  private final Endpoint endpoint;
  private ConnectionOptions options = ConnectionOptions.standard();
  private @Nullable Framing framing;

  ClientBuilder(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** The framing, unless the endpoint has its own ({@code ?framing=…}). */
  public ClientBuilder framing(Framing wanted) {
    framing = wanted;
    return this;
  }

  /** The framing of this text form. */
  public ClientBuilder framing(String text) {
    return framing(Framing.parse(text));
  }

  /**
   * How the connection behaves. A framing that {@link #framing(Framing)} has named or will name
   * counts more than the one of these.
   */
  public ClientBuilder options(ConnectionOptions replacement) {
    options = replacement;
    return this;
  }

  /** How the connection behaves, said as a change: {@code options(o -> o.maxMessage(4096))}. */
  public ClientBuilder options(UnaryOperator<ConnectionOptions> change) {
    options = change.apply(all());
    framing = framing == null ? null : options.framing();
    return this;
  }

  private ConnectionOptions all() {
    return framing == null ? options : options.framing(framing);
  }

  /** How long each thing may take. */
  public ClientBuilder timeouts(Timeouts timeouts) {
    options = options.timeouts(timeouts);
    return this;
  }

  /**
   * Connects once. Each address that the name has is tried.
   *
   * @throws ConnectionException if none of them answers
   * @throws IllegalArgumentException if the framing cannot do what the options ask for
   */
  public Connection open() throws IOException {
    return connector().connect();
  }

  /** The beginning of a client that reconnects whenever its connection is lost. */
  public Reconnecting reconnect(Backoff backoff) {
    return reconnect(backoff, connection -> {});
  }

  /**
   * The beginning of a client that reconnects whenever its connection is lost.
   *
   * @param resend what to do with each new connection, the first included
   */
  public Reconnecting reconnect(Backoff backoff, Resend resend) {
    return new Reconnecting(connector(), backoff, resend, options.timeouts().operation());
  }

  private Connector connector() {
    return new Connector(endpoint, all().of(endpoint).checked(), Resources.ofClient());
  }
}
