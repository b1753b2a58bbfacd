package dev.leat.framing;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The names of framings, and what people call them instead. */
final class FramingNames {
  private static final List<String> NAMES =
      List.of(
          "lines",
          "crlf",
          "nul",
          "delim",
          "fixed",
          "header",
          "u8",
          "u16be",
          "u16le",
          "u24be",
          "u24le",
          "u32be",
          "u32le",
          "u64be",
          "u64le",
          "varint",
          "netstring",
          "octets",
          "stx-etx",
          "slip",
          "cobs",
          "json",
          "eof",
          "raw",
          "datagram");

  private static final Map<String, String> OTHER_WORDS =
      Map.ofEntries(
          Map.entry("newline", "lines"),
          Map.entry("lf", "lines"),
          Map.entry("text", "lines"),
          Map.entry("ndjson", "json or lines"),
          Map.entry("jsonl", "json or lines"),
          Map.entry("null", "nul"),
          Map.entry("zero", "nul"),
          Map.entry("delimiter", "delim:"),
          Map.entry("separator", "delim:"),
          Map.entry("length", "header:10 or u32be"),
          Map.entry("u16", "u16be or u16le"),
          Map.entry("u24", "u24be or u24le"),
          Map.entry("u32", "u32be or u32le"),
          Map.entry("u64", "u64be or u64le"),
          Map.entry("protobuf", "varint"),
          Map.entry("syslog", "octets"),
          Map.entry("stx", "stx-etx"),
          Map.entry("etx", "stx-etx"),
          Map.entry("none", "raw"),
          Map.entry("bytes", "raw"),
          Map.entry("binary", "raw"),
          Map.entry("end", "eof"),
          Map.entry("udp", "datagram"));

  private FramingNames() {}

  /** Refuses a name that is none, and says which one may be meant. */
  static void check(String name) {
    if (NAMES.contains(name)) {
      return;
    }
    String meant = OTHER_WORDS.get(name.toLowerCase(Locale.ROOT));
    if (meant == null) {
      meant = Suggestion.nearest(name, NAMES);
    }
    throw new IllegalArgumentException(
        "unknown framing "
            + name
            + (meant == null
                ? "; there are " + String.join(", ", NAMES)
                : ", did you mean " + meant + "?"));
  }
}
