package dev.leat.cli.shell;

import dev.leat.framing.DecoderOptions;
import dev.leat.framing.Framing;
import dev.leat.framing.TooLong;
import dev.leat.net.ConnectionOptions;
import dev.leat.net.Endpoint;
import dev.leat.net.Timeouts;
import dev.leat.net.Tls;
import dev.leat.net.UdpOptions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How bytes become messages. */
public final class MessageOptions {
  @Option(
      names = "--framing",
      paramLabel = "FRAMING",
      description = {
        "How messages are told apart on the wire: lines, crlf, nul, delim:TEXT, fixed:N, header:N,"
            + " u16be, u32be, varint, netstring, octets, json, raw and more: leat framings."
            + " Default: {framing}."
      })
  private @Nullable Framing framing;

  @Option(
      names = "--max-message",
      paramLabel = "SIZE",
      converter = Sizes.class,
      description = "The longest message that is accepted. Default: 1MiB.")
  private @Nullable Long maxMessage;

  @Option(
      names = "--too-long",
      paramLabel = "WHAT",
      defaultValue = "error",
      description =
          "What becomes of a longer one: error (the connection is closed), drop or truncate."
              + " Default: error.")
  private TooLong tooLong = TooLong.ERROR;

  @Option(
      names = "--message-timeout",
      paramLabel = "TIME",
      description =
          "Close a connection on which a message has begun and does not end in this time; 0 for"
              + " never. Default: 1m.")
  private @Nullable Duration messageTimeout;

  @Option(
      names = "--idle-timeout",
      paramLabel = "TIME",
      description =
          "Close a connection on which nothing comes or goes for so long; 0 for never. Default:"
              + " never; 10m for serve echo, greet, command and discard, 2m for serve login.")
  private @Nullable Duration idleTimeout;

  @Option(
      names = "--quiet-time",
      paramLabel = "TIME",
      description =
          "Take what has come as a message when nothing more comes for so long, also without its"
              + " end: 200ms. Default: never.")
  private @Nullable Duration quietTime;

  @ArgGroup(
      validate = false,
      exclusive = false,
      order = 99,
      heading = "%nTLS, for tls:// endpoints:%n")
  private TlsOptions tls = new TlsOptions();

  /**
   * How the connections of a server at this endpoint behave.
   *
   * @param standard the framing where neither the command line nor the endpoint names one
   */
  public ConnectionOptions connection(Endpoint endpoint, Framing standard) {
    return connection(endpoint, standard, Timeouts.standard().idle());
  }

  /**
   * The same.
   *
   * @param idle the longest silence where neither the command line nor the endpoint names one
   */
  public ConnectionOptions connection(Endpoint endpoint, Framing standard, Duration idle) {
    return connection(endpoint, standard, idle, tls.server(endpoint));
  }

  /** The same for a connection to this endpoint. */
  public ConnectionOptions clientConnection(Endpoint endpoint, Framing standard) {
    return connection(endpoint, standard, Timeouts.standard().idle(), tls.client(endpoint));
  }

  /** The same for one of several endpoints of a command, at which it listens or not. */
  public ConnectionOptions connection(Endpoint endpoint, Framing standard, boolean listens) {
    return connection(
        endpoint, standard, Timeouts.standard().idle(), tls.oneOfSeveral(endpoint, listens));
  }

  /** Refuses options that none of these endpoints has a use for. */
  public void checkUsed(List<Endpoint> listening, List<Endpoint> connecting) {
    tls.checkUsed(listening, connecting);
  }

  private ConnectionOptions connection(
      Endpoint endpoint, Framing standard, Duration idle, Tls secured) {
    return ConnectionOptions.standard()
        .framing(framing == null ? standard : framing)
        .decoder(decoder())
        .tls(secured)
        .timeouts(timeouts(idle))
        .quiet(time("--quiet-time", quietTime, Duration.ZERO))
        .of(endpoint);
  }

  private Timeouts timeouts(Duration idle) {
    Timeouts standard = Timeouts.standard();
    return standard
        .message(time("--message-timeout", messageTimeout, standard.message()))
        .idle(time("--idle-timeout", idleTimeout, idle));
  }

  private static Duration time(String option, @Nullable Duration given, Duration standard) {
    if (given != null && given.isNegative()) {
      throw new UsageError(option + " must not be negative");
    }
    return given == null ? standard : given;
  }

  /**
   * Refuses a limit for the time that a message takes.
   *
   * @param why there is none
   */
  public void refuseMessageTimeout(Endpoint endpoint, String why) {
    if (messageTimeout != null || endpoint.option("message-timeout") != null) {
      throw new UsageError("--message-timeout has no place here: " + why);
    }
  }

  /** The framing that the endpoint or the command line names; null if neither does. */
  public @Nullable Framing named(Endpoint endpoint) {
    String own = endpoint.option("framing");
    return own == null ? framing : Framing.parse(own);
  }

  /** Whether the longest message is the user's choice. */
  public boolean limited() {
    return maxMessage != null;
  }

  /**
   * How a socket for datagrams behaves: each is a message, however long.
   *
   * @throws UsageError if a framing is asked for
   */
  public UdpOptions datagrams(Endpoint endpoint) {
    if (framing != null && !framing.equals(Framing.datagram())) {
      throw new UsageError(
          "with udp:// a datagram is a message by itself: --framing " + framing + " has no place");
    }
    tls.checkUsed(List.of(endpoint));
    String timed =
        messageTimeout != null
            ? "--message-timeout"
            : idleTimeout != null ? "--idle-timeout" : quietTime != null ? "--quiet-time" : null;
    if (timed != null) {
      throw new UsageError("%s is for connections, and udp:// has none".formatted(timed));
    }
    if (tooLong != TooLong.ERROR) {
      throw new UsageError("with udp:// what is longer than --max-message is dropped and counted");
    }
    return UdpOptions.standard().maxMessage(decoder().max()).of(endpoint);
  }

  /** How messages to be sent as datagrams are found in what is read on this side. */
  public Framing local() {
    return framing == null ? Framing.lines() : framing;
  }

  private DecoderOptions decoder() {
    if (maxMessage == null) {
      return DecoderOptions.standard().tooLong(tooLong);
    }
    if (maxMessage < 1 || maxMessage > Integer.MAX_VALUE - 64) {
      throw new UsageError(
          "--max-message must be from 1 byte to 2 GiB, not " + Sizes.text(maxMessage));
    }
    return DecoderOptions.standard().max(maxMessage.intValue()).tooLong(tooLong);
  }
}
