package dev.leat.cli.feed;

import dev.leat.stream.Cursor;
import dev.leat.stream.Entry;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Start;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What is in a log, which ends with that. */
final class Contents {
  private Contents() {}

  static List<String> messages(MessageLog log) throws IOException {
    log.finish();
    var messages = new ArrayList<String>();
    try (Cursor cursor = log.cursor(Start.earliest())) {
      for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
        messages.add(entry.message().text());
      }
    }
    return messages;
  }

  /** The bytes as they go on the wire. */
  static String wire(MessageLog log) throws IOException {
    log.finish();
    var bytes = new ByteArrayOutputStream();
    try (Cursor cursor = log.cursor(Start.earliest())) {
      var channel = Channels.newChannel(bytes);
      while (cursor.writeTo(channel) >= 0) {}
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  /** Appends all that the supply has. */
  static MessageLog fill(MessageLog log, Supply supply) throws IOException {
    try (supply) {
      while (supply.appendTo(log, Long.MAX_VALUE, Long.MAX_VALUE) != Supply.END) {}
    }
    return log;
  }
}
