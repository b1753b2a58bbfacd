package dev.leat.cli;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code leat framings}: what {@code --framing} takes. */
@Command(
    name = "framings",
    customSynopsis = "leat framings",
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
      "  json            one JSON value after the other",
      "  eof             one message: everything until the peer finishes",
      "  raw             none: what one read brings"
    })
final class Framings implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    CommandLine line = requireNonNull(spec).commandLine();
    line.usage(line.getOut());
  }
}
