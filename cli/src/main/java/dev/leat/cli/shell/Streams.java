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
    return new Streams(
        new StandardInput(),
        Descriptor.IN.inputKind(),
        new FileOutputStream(FileDescriptor.out),
        Descriptor.OUT.isTerminal(),
        new FileOutputStream(FileDescriptor.err),
        Descriptor.ERR.isTerminal());
  }
}
