package dev.leat.cli.feed;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.InputKind;
import dev.leat.cli.shell.UsageError;
import dev.leat.framing.DecoderOptions;
import dev.leat.framing.Framing;
import dev.leat.framing.UnencodableMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to feed. */
final class SourceOptions {
  private static final int SAMPLE_LINES = 6;

  @Option(
      names = "--file",
      paramLabel = "PATH",
      description =
          "The messages of a file; repeatable. Gzip and zstd files are read as their content; lines"
              + " keep a CR before their LF.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--stdin",
      description = "Standard input; also taken when it is a pipe or a file.")
  private boolean stdin;

  @Option(
      names = "--line",
      paramLabel = "TEXT",
      description = "This message, for ever; repeatable.")
  private List<String> lines = new ArrayList<>();

  @Option(
      names = "--template",
      paramLabel = "TEXT",
      description =
          "A message made anew each time, with {seq}, {epoch}, {iso}, {random:1-10}; repeatable.")
  private List<String> templates = new ArrayList<>();

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      description =
          "random: any of the messages each time, for ever; sequential: one after the other."
              + " Default: random for the six sample lines, else sequential.")
  private @Nullable Order order;

  @Option(names = "--loop", description = "Begin again at the end of the last file.")
  private boolean loop;

  @Option(
      names = "--header-lines",
      paramLabel = "N",
      description =
          "The first N messages of a file are a head, as of a CSV: sent to each client first.")
  private int headerLines;

  @Option(
      names = "--file-framing",
      paramLabel = "FRAMING",
      description =
          "How messages are told apart in files and standard input."
              + " Default: lines; raw where --framing is raw.")
  private @Nullable Framing fileFraming;

  /**
   * The source that is asked for.
   *
   * @throws UsageError if the options contradict each other
   */
  Source source(Console console, Framing wire, DecoderOptions decoding, PaceOptions pace)
      throws IOException {
    List<String> given = new ArrayList<>();
    note(given, "--file", !files.isEmpty());
    note(given, "--stdin", stdin);
    note(given, "--line", !lines.isEmpty());
    note(given, "--template", !templates.isEmpty());
    if (given.size() > 1) {
      throw new UsageError(
          String.join(" and ", given) + " do not go together: a feed has one kind of source");
    }
    boolean piped = given.isEmpty() && console.inKind() == InputKind.DATA;
    if (!files.isEmpty()) {
      return files(reading(wire, decoding), pace);
    }
    if (pace.timeField() != null) {
      throw new UsageError("--time-field is for --file");
    }
    if (stdin || piped) {
      return standardInput(console, reading(wire, decoding));
    }
    return made(wire);
  }

  private static void note(List<String> given, String option, boolean present) {
    if (present) {
      given.add(option);
    }
  }

  private Reading reading(Framing wire, DecoderOptions decoding) {
    if (headerLines < 0) {
      throw new UsageError("--header-lines must not be negative: " + headerLines);
    }
    Framing standard = wire.selfDelimiting() ? Framing.lines() : wire;
    Framing framing = fileFraming == null ? standard : fileFraming;
    return new Reading(wire, framing, decoding, headerLines, loop);
  }

  private Source files(Reading reading, PaceOptions pace) throws IOException {
    for (Path file : files) {
      check(file);
    }
    Order chosen = order == null ? Order.SEQUENTIAL : order;
    if (loop && chosen == Order.RANDOM) {
      throw new UsageError("--order random never ends, so there is nothing to --loop");
    }
    List<FileInput> inputs = files.stream().map(FileInput::new).toList();
    String timeField = pace.timeField();
    if (timeField == null) {
      return new Source.Files(inputs, reading, chosen, null);
    }
    if (chosen == Order.RANDOM) {
      throw new UsageError(
          "--order random has no place with --time-field, which says when each is due");
    }
    var timing = new TimeField(timeField, pace.speed(), TimeField.form(files.getFirst()));
    Reading timed = reading.atLeast(timing.form().headerLines());
    timing.check(inputs, timed);
    return new Source.Files(inputs, timed, chosen, timing);
  }

  /** Better now than when the first client has come. */
  private static void check(Path file) throws IOException {
    String name = file.toString();
    if (name.equals("-")) {
      throw new UsageError("--file -: standard input is --stdin");
    }
    if (!Files.exists(file)) {
      throw new NoSuchFileException(name);
    }
    if (Files.isDirectory(file)) {
      throw new FileSystemException(name, null, "is a directory");
    }
    if (!Files.isReadable(file)) {
      throw new AccessDeniedException(name);
    }
  }

  private Source standardInput(Console console, Reading reading) {
    if (loop) {
      throw new UsageError("standard input comes only once: --loop needs --file");
    }
    if (order == Order.RANDOM) {
      throw new UsageError("standard input comes in its own order: --order random needs --file");
    }
    var input =
        new Input() {
          @Override
          public String name() {
            return "standard input";
          }

          @Override
          public ReadableByteChannel open() {
            return Channels.newChannel(console.in());
          }
        };
    return new Source.StandardInput(input, reading);
  }

  private Source made(Framing wire) {
    if (loop || headerLines > 0 || fileFraming != null) {
      String option = loop ? "--loop" : headerLines > 0 ? "--header-lines" : "--file-framing";
      throw new UsageError(option + " is for --file");
    }
    if (lines.isEmpty() && templates.isEmpty()) {
      var samples = IntStream.range(0, SAMPLE_LINES).mapToObj(i -> "This is line " + i);
      Order chosen = order == null ? Order.RANDOM : order;
      return new Source.Made("six sample lines", literals(samples, wire), chosen);
    }
    Order chosen = order == null ? Order.SEQUENTIAL : order;
    return lines.isEmpty()
        ? new Source.Made("messages from templates", parsed(), chosen)
        : new Source.Made("given lines", literals(lines.stream(), wire), chosen);
  }

  private static List<Template> literals(Stream<String> lines, Framing wire) {
    return lines.peek(line -> check(line, wire)).map(Template::literal).toList();
  }

  /** Better now than when the first client has come. */
  private static void check(String line, Framing wire) {
    ByteBuffer message = StandardCharsets.UTF_8.encode(line);
    var frame = ByteBuffer.allocate(Math.toIntExact(wire.frameBound(message.remaining())));
    try {
      wire.encode(message, frame);
    } catch (UnencodableMessage e) {
      throw new UsageError("--line: " + e.getMessage());
    }
  }

  private List<Template> parsed() {
    try {
      return templates.stream().map(Template::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new UsageError("--template: " + e.getMessage());
    }
  }
}
