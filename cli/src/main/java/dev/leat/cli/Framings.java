package dev.leat.cli;

import static java.util.Objects.requireNonNull;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.ExitStatus;
import dev.leat.cli.shell.Reasons;
import dev.leat.cli.shell.UsageError;
import dev.leat.cli.show.Excerpt;
import dev.leat.framing.Framing;
import dev.leat.framing.UnencodableMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat framings}: what {@code --framing} takes. */
@Command(
    name = "framings",
    customSynopsis = "leat framings [FRAMING]",
    header = "Explains what --framing takes.",
    description = {
      "--framing says how messages are told apart on the wire. Default: lines; raw for connect, relay"
          + " and serve echo, and what the originals had for the other services.",
      "",
      "  lines           LF ends a message; a CR before it is not part of it",
      "  crlf, nul       CR LF, or a NUL byte, ends a message",
      "  delim:~         these bytes end a message; \\n \\r \\t \\0 \\xHH \\| \\\\",
      "  delim:A|B       whichever comes first; A is written",
      "  fixed:N         every message has N bytes",
      "  header:10       first its length, decimal, in 10 characters; options:",
      "                    ,align=right ,align=center ,pad=0",
      "                    ,count=chars    the length counts characters of UTF-8",
      "  u8 u16be u24be u32be u64be, u16le u32le and so on",
      "                  first its length, binary; options:",
      "                    ,adjust=N       add N to the length to get the message's",
      "                    ,inclusive      the length counts itself too",
      "                    ,offset=N       N bytes stand before the length (receiving)",
      "                    ,strip=N        N bytes are taken off (receiving)",
      "  varint          first its length, base 128, as Protocol Buffers do",
      "  netstring       5:hello,",
      "  octets          5 hello, as syslog over TCP does (RFC 6587)",
      "  stx-etx         between STX and ETX",
      "  slip, cobs      as serial lines do",
      "  json            one JSON value after the other; of what stands between its",
      "                  brackets only strings are checked: {x:1} passes",
      "  eof             one message: everything until the peer finishes",
      "  raw             none: what one read brings",
      "  datagram        none: each datagram of udp:// is a message"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  leat framings header:10    what it is, and how hello looks on the wire",
      "  leat framings 'delim:~'"
    })
final class Framings implements Callable<Integer> {
  private static final Pattern BINARY_LENGTH = Pattern.compile("u\\d+(be|le)?");
  private static final String NAME_BEGINS = "  ";
  private static final List<String> SAMPLES = List.of("hello", "{\"x\":1}");

  private final Console console;
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "[FRAMING]",
      hideParamSyntax = true,
      description = "Explain this one, with an example.")
  private @Nullable String wanted;

  Framings(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (wanted == null) {
      CommandLine line = requireNonNull(spec).commandLine();
      line.usage(line.getOut());
      return ExitStatus.DONE;
    }
    Framing framing = parse(wanted);
    String text = explanation(framing) + example(framing);
    console.out().write(text.getBytes(StandardCharsets.UTF_8));
    return ExitStatus.DONE;
  }

  private static Framing parse(String text) {
    try {
      return Framing.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageError(Reasons.of(e));
    }
  }

  /** Its part of the description: the line with its name, and those that belong to it. */
  private String explanation(Framing wanted) {
    String word = wanted.toString().replaceAll("[:,].*", "");
    List<String> lines = List.of(requireNonNull(spec).usageMessage().description());
    return lines.stream()
        .dropWhile(line -> !names(line, word))
        .takeWhile(line -> names(line, word) || isContinued(line))
        .map(line -> line.replace("%%", "%").substring(NAME_BEGINS.length()) + "\n")
        .collect(Collectors.joining());
  }

  private static boolean names(String line, String word) {
    if (!line.startsWith(NAME_BEGINS) || isContinued(line)) {
      return false;
    }
    String names = line.strip().replaceAll("  .*", "");
    return List.of(names.split("[ ,]+")).stream()
        .map(name -> name.replaceAll(":.*", ""))
        .anyMatch(name -> name.equals(word) || (binary(name) && binary(word)));
  }

  private static boolean binary(String name) {
    return BINARY_LENGTH.matcher(name).matches();
  }

  private static boolean isContinued(String line) {
    return line.startsWith(NAME_BEGINS + " ");
  }

  /** How a message looks on the wire. */
  private static String example(Framing framing) throws IOException {
    for (String sample : SAMPLES) {
      String shown = example(framing, sample);
      if (shown != null) {
        return shown;
      }
    }
    return "";
  }

  private static @Nullable String example(Framing framing, String sample) throws IOException {
    byte[] message = sample.getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(Math.toIntExact(framing.frameBound(message.length)));
    try {
      framing.encode(ByteBuffer.wrap(message), frame);
    } catch (UnencodableMessage e) {
      return null;
    }
    frame.flip();
    return "\n" + sample + " on the wire: " + Excerpt.of(frame) + "\n";
  }
}
