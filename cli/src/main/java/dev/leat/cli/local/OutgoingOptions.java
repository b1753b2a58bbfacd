package dev.leat.cli.local;

import dev.leat.cli.pace.Rate;
import dev.leat.cli.shell.UsageError;
import dev.leat.framing.Message;
import dev.leat.net.ConnectionOptions;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which messages are sent, and how fast. */
public final class OutgoingOptions {
  @Option(
      names = "--file",
      paramLabel = "PATH",
      description =
          "Send this file: each line without its LF or CR LF, or with --framing raw its bytes; nothing"
              + " is unpacked. May be given several times; standard input is read where there is none.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      description = "How fast: 10/s, 500/s, 1MB/s, max. Default: max.")
  private Rate rate = Rate.MAX;

  /**
   * Messages from the command line, from files, or from standard input.
   *
   * @param texts those on the command line
   */
  public MessageSource source(List<String> texts, InputStream in, ConnectionOptions options) {
    if (files.contains(Path.of("-"))) {
      throw new UsageError("--file -: standard input is read where there is no --file");
    }
    if (!texts.isEmpty() && !files.isEmpty()) {
      throw new UsageError("there are messages on the command line and --file: choose one");
    }
    MessageSource all = all(texts, in, options);
    return rate.unlimited() ? all : new Paced(all, rate);
  }

  /** Whether the messages come from standard input. */
  public boolean typed(List<String> texts) {
    return texts.isEmpty() && files.isEmpty();
  }

  /** Refuses a rate where something else says how fast it goes. */
  public void checkUnpaced(String instead) {
    if (!rate.unlimited()) {
      throw new UsageError("--rate: " + instead);
    }
  }

  private MessageSource all(List<String> texts, InputStream in, ConnectionOptions options) {
    if (!texts.isEmpty()) {
      return MessageSource.of(texts.stream().map(Message::of).toList());
    }
    return files.isEmpty()
        ? new LocalInput(in, options.framing(), options.decoder())
        : new FileMessages(files, options.framing(), options.decoder());
  }
}
