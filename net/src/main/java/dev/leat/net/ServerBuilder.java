package dev.leat.net;

import dev.leat.framing.Framing;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A server to be: {@link Server#at}. What is not said is as standard. */
public final class ServerBuilder {
  private final Endpoint endpoint;
  private ConnectionOptions options = ConnectionOptions.standard();
  private @Nullable Framing framing;
  private Limits limits = Limits.standard();
  private ServerEvents events = new ServerEvents() {};

  ServerBuilder(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** The framing of all its connections, unless the endpoint has its own ({@code ?framing=…}). */
  public ServerBuilder framing(Framing wanted) {
    framing = wanted;
    return this;
  }

  /** The framing of this text form. */
  public ServerBuilder framing(String text) {
    return framing(Framing.parse(text));
  }

  /**
   * How its connections behave. A framing that {@link #framing(Framing)} has named or will name
   * counts more than the one of these.
   */
  public ServerBuilder options(ConnectionOptions replacement) {
    options = replacement;
    return this;
  }

  /** How its connections behave, said as a change: {@code options(o -> o.maxMessage(4096))}. */
  public ServerBuilder options(UnaryOperator<ConnectionOptions> change) {
    options = change.apply(all());
    framing = framing == null ? null : options.framing();
    return this;
  }

  private ConnectionOptions all() {
    return framing == null ? options : options.framing(framing);
  }

  /** How many connections it serves at a time. */
  public ServerBuilder limits(Limits replacement) {
    limits = replacement;
    return this;
  }

  /** Who hears what happens to it. */
  public ServerBuilder events(ServerEvents listener) {
    events = listener;
    return this;
  }

  /**
   * Opens the endpoint. Peers can connect from now on, and wait until {@link Server#serve} or
   * {@link Server#start}.
   *
   * @throws BindFailed if the endpoint cannot be had, or the files that TLS needs
   * @throws IllegalArgumentException if the endpoint has no connections, or an option that is not
   *     known, or the framing cannot do what the options ask for
   */
  public Server bind() throws BindFailed {
    ConnectionOptions all = all().of(endpoint).checked();
    TlsContext tls = endpoint.transport().isSecured() ? tls(all.tls()) : null;
    return new Server(all, tls, limits, events, new Listeners(endpoint, all.socket()).open());
  }

  private TlsContext tls(Tls options) throws BindFailed {
    TlsContext context = TlsContext.ofServer(options);
    try {
      context.prepare();
      return context;
    } catch (IOException e) {
      throw new BindFailed(endpoint, Causes.text(e), e);
    }
  }
}
