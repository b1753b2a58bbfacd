package dev.leat.cli.relay;

import dev.leat.cli.Captured;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.InputKind;
import dev.leat.cli.shell.Stop;
import dev.leat.cli.shell.Streams;
import java.io.InputStream;
import java.util.Map;

/** Consoles for what needs one and says nothing that a test looks at. */
final class Consoles {
  private Consoles() {}

  static Console quiet() {
    var streams =
        new Streams(
            InputStream.nullInputStream(),
            InputKind.NONE,
            new Captured(),
            false,
            new Captured(),
            false);
    return new Console(streams, Map.of(), new Stop());
  }
}
