package dev.leat.cli.show;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.UsageError;
import dev.leat.cli.shell.Words;
import dev.leat.cli.show.Reception.Aftermath;
import dev.leat.cli.show.TextDisplay.LineEnds;
import dev.leat.framing.DecoderOptions;
import dev.leat.framing.Framing;
import dev.leat.net.ConnectionOptions;
import dev.leat.net.Endpoint;
import java.time.InstantSource;

/**
 * Makes the display for each peer.
 *
 * @param page where they write
 * @param terminal whether that is a terminal, so that control characters do harm
 * @param framing what comes is framed so
 * @param prefix whether the peer is named before each message
 * @param quota how many messages are wanted, of all peers together
 */
public record Displays(
    Console console,
    Page page,
    boolean terminal,
    Show show,
    Framing framing,
    DecoderOptions options,
    boolean prefix,
    Quota quota) {

  /** Refuses what cannot be shown. */
  public Displays {
    if (show == Show.FRAMES && !framing.selfDelimiting()) {
      throw new UsageError(
          "--show frames needs to know the frames: --framing lines, for instance; without a framing, --show reads");
    }
    if (console.json() && show != Show.TEXT) {
      throw new UsageError(
          "--json and --show " + Words.word(show) + " are two ways to show messages: choose one");
    }
  }

  /** Messages as they are, on standard output. */
  public static Displays ofMessages(Console console, ConnectionOptions options, Quota quota) {
    return new Displays(
        console,
        new Page(console.out()),
        console.outIsTerminal(),
        Show.TEXT,
        options.framing(),
        options.decoder(),
        false,
        quota);
  }

  /** The framing of a connection whose messages are shown like this. */
  public Framing connectionFraming() {
    return show == Show.TEXT ? framing : Framing.raw();
  }

  /** Whether messages are shown with their offsets. */
  boolean showOffsets() {
    return console.json();
  }

  /** The display for one peer, and what is done after each message that it shows. */
  Display of(Endpoint peer, Aftermath aftermath) {
    return of(peer, "", aftermath);
  }

  /** The display for a peer that goes by this name; empty for none. */
  public Display of(Endpoint peer, String nick) {
    return of(peer, nick, Aftermath.NONE);
  }

  private Display of(Endpoint peer, String nick, Aftermath aftermath) {
    if (console.json()) {
      return new Counted(
          new JsonDisplay(page, peer.toString(), InstantSource.system()), quota, aftermath);
    }
    String before = prefix ? prefix(peer, nick) : "";
    return switch (show) {
      case TEXT -> new Counted(text(before), quota, aftermath);
      case HEX -> new Counted(new HexDisplay(page, before), quota, aftermath);
      case READS -> new Counted(new ReadsDisplay(page, before), quota, aftermath);
      case FRAMES -> new FramesDisplay(page, before, quota, aftermath, framing, options);
    };
  }

  private Display text(String before) {
    return new TextDisplay(page, before, lineEnds(before), terminal);
  }

  /** A datagram may be a line, with its end, or a text without one. */
  private LineEnds lineEnds(String before) {
    if (framing.selfDelimiting()) {
      return LineEnds.ALWAYS;
    }
    boolean apart = !before.isEmpty() || framing.equals(Framing.datagram());
    return apart ? LineEnds.WHERE_MISSING : LineEnds.NEVER;
  }

  private String prefix(Endpoint peer, String nick) {
    String address = name(peer);
    String name = (nick.isEmpty() ? address : nick + " (" + address + ")") + ": ";
    return terminal && console.outColored() ? "\u001b[36m" + name + "\u001b[0m" : name;
  }

  /** Without the transport, where that goes without saying. */
  private static String name(Endpoint peer) {
    String address = peer.toString();
    int slashes = address.indexOf("://");
    return slashes < 0 ? address : address.substring(slashes + 3);
  }
}
