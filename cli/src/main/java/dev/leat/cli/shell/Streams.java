package dev.leat.cli.shell;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Standard input, output and error, and whether people sit at their other ends.
 *
 * @param in not buffered
 * @param out not buffered: what is written is out
 * @param err not buffered
 */
public record Streams(
    InputStream in,
    InputKind inKind,
    OutputStream out,
    boolean outTerminal,
    OutputStream err,
    boolean errTerminal) {

  /** Those of the process. */
  public static Streams system() {
    var descriptors = Descriptors.ofProcess();
    return new Streams(
        new StandardInput(),
        descriptors.inputKind(),
        new FileOutputStream(FileDescriptor.out),
        descriptors.outTerminal(),
        new FileOutputStream(FileDescriptor.err),
        descriptors.errTerminal());
  }
}
