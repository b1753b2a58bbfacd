package dev.leat.cli.show;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.UsageError;
import dev.leat.cli.shell.Words;
import dev.leat.framing.DecoderOptions;
import dev.leat.framing.Framing;
import dev.leat.net.Endpoint;
import java.time.InstantSource;

/**
 * Makes the display for each peer.
 *
 * @param framing what comes is framed so
 * @param prefix whether the peer is named before each message
 */
public record Displays(
    Console console,
    Page page,
    Show show,
    Framing framing,
    DecoderOptions options,
    boolean prefix) {

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

  /** The display for one peer. */
  public Display of(Endpoint peer) {
    if (console.json()) {
      return new JsonDisplay(page, peer.toString(), InstantSource.system());
    }
    String before = prefix ? prefix(peer) : "";
    return switch (show) {
      case TEXT -> new TextDisplay(page, before, framing.selfDelimiting(), console.outIsTerminal());
      case HEX -> new HexDisplay(page, before);
      case READS -> new ReadsDisplay(page, before);
      case FRAMES -> new FramesDisplay(page, before, framing, options);
    };
  }

  private String prefix(Endpoint peer) {
    String address = peer.toString();
    String name = address.substring(address.indexOf("://") + 3) + ": ";
    return console.outColored() ? "\u001b[36m" + name + "\u001b[0m" : name;
  }
}
