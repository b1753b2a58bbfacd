package dev.leat.cli.show;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.JsonText;
import dev.leat.cli.show.TextDisplay.LineEnds;
import dev.leat.framing.Framing;
import dev.leat.stream.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Shows the messages of a stored stream, as {@link Displays} show those of a peer. */
public interface EntryDisplay {

  /** Shows a message, and in JSON what is known of it. */
  void show(Entry entry) throws IOException;

  /**
   * The display that is asked for.
   *
   * @param hex whether the bytes are dumped
   */
  static EntryDisplay of(Console console, Page page, Framing framing, boolean hex) {
    if (console.json()) {
      return entry -> page.write(json(entry));
    }
    Display display =
        hex
            ? new HexDisplay(page, "")
            : new TextDisplay(page, "", lineEnds(framing), console.outIsTerminal());
    return entry -> display.show(entry.message().buffer());
  }

  private static LineEnds lineEnds(Framing framing) {
    return framing.selfDelimiting()
        ? LineEnds.ALWAYS
        : framing.equals(Framing.datagram()) ? LineEnds.WHERE_MISSING : LineEnds.NEVER;
  }

  private static CharSequence json(Entry entry) {
    var json = new StringBuilder("{\"time\":\"").append(entry.time()).append('"');
    if (entry.source() != null) {
      JsonText.quote(json.append(",\"peer\":"), entry.source());
    }
    json.append(",\"offset\":").append(entry.offset());
    ByteBuffer message = entry.message().buffer();
    return JsonDisplay.appendMessage(json, message).append("}\n");
  }
}
