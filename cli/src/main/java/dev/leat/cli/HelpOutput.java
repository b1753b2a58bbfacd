package dev.leat.cli;

import dev.leat.cli.shell.OutputFailed;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Where help is printed: picocli's writer keeps a failure to itself, this remembers it. */
final class HelpOutput extends FilterOutputStream {
  private @Nullable OutputFailed failure;

  HelpOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (OutputFailed e) {
      failure = e;
      throw e;
    }
  }

  /** Why it could not be printed; null if it could, or if its reader had enough of it. */
  @Nullable OutputFailed failure() {
    OutputFailed first = failure;
    return first == null || first.readerGone() ? null : first;
  }
}
