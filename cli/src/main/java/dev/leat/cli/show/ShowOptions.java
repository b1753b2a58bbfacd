package dev.leat.cli.show;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Sizes;
import dev.leat.cli.shell.UsageError;
import dev.leat.framing.Framing;
import dev.leat.net.ConnectionOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is shown of what comes, and how much. */
public final class ShowOptions {
  @Option(
      names = "--show",
      paramLabel = "WHAT",
      description = {
        "text: the messages, or without a framing the bytes as they come (the default);",
        "hex: a dump of the bytes;",
        "reads: what each read of the socket brought;",
        "frames: each frame and the message in it."
      })
  private Show show = Show.TEXT;

  @Option(
      names = "--buffer",
      paramLabel = "SIZE",
      converter = Sizes.class,
      description = "Read at most so many bytes at a time: 8, 64KiB.")
  private @Nullable Long buffer;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "End after N messages; without a framing, after N reads.")
  private @Nullable Long count;

  /** As many messages as are wanted. */
  public Quota quota() {
    return Quota.of("--count", count);
  }

  /**
   * The displays that are asked for.
   *
   * @param terminal whether the page is a terminal
   * @param options of connections whose messages would be shown as text
   * @param prefix whether the peer is named before each message
   */
  public Displays displays(
      Console console,
      Page page,
      boolean terminal,
      ConnectionOptions options,
      boolean prefix,
      Quota quota) {
    return new Displays(
        console, page, terminal, show, options.framing(), options.decoder(), prefix, quota);
  }

  /** Whether messages are shown, and not how they came about. */
  public boolean ofMessages() {
    return show == Show.TEXT;
  }

  /** Whether what each read brings is shown, so that nothing tells where a message ends. */
  public boolean ofReads() {
    return show == Show.HEX || show == Show.READS;
  }

  /**
   * The displays for datagrams, each of which is a message.
   *
   * @param terminal whether the page is a terminal
   * @param prefix whether the sender is named before each message
   */
  public Displays ofDatagrams(Console console, Page page, boolean terminal, boolean prefix) {
    if (buffer != null) {
      throw new UsageError("with udp:// a datagram is read whole: --buffer has no place");
    }
    var datagrams = ConnectionOptions.standard().framing(Framing.datagram());
    return displays(console, page, terminal, datagrams, prefix, quota());
  }

  /** What is to be asked of a connection so that it can be shown like this. */
  public ConnectionOptions connection(ConnectionOptions options) {
    ConnectionOptions result = show == Show.TEXT ? options : options.framing(Framing.raw());
    if (buffer == null) {
      return result;
    }
    if (buffer < 1 || buffer > Integer.MAX_VALUE) {
      throw new UsageError("--buffer must be from 1 byte to 2 GiB, not " + buffer + " bytes");
    }
    return result.readSize(buffer.intValue());
  }
}
