package dev.leat.cli.record;

import dev.leat.stream.Cursor;
import dev.leat.stream.Entry;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Start;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a test finds in a store. */
public final class Stored {
  private Stored() {}

  /** Its bytes, as {@code cat STORE/*.data} gives them. */
  public static byte[] bytes(Path store) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (Stream<Path> files = Files.list(store)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".data")).sorted().toList()) {
        bytes.write(Files.readAllBytes(file));
      }
    }
    return bytes.toByteArray();
  }

  /** The same as text, a character for each byte. */
  public static String text(Path store) throws IOException {
    return new String(bytes(store), StandardCharsets.ISO_8859_1);
  }

  /** Its messages, read as another process would. */
  public static List<Entry> entries(Path store) throws IOException {
    var entries = new ArrayList<Entry>();
    try (MessageLog log = MessageLog.follow(store);
        Cursor cursor = log.cursor(Start.earliest())) {
      cursor.endHere();
      for (Entry entry; (entry = cursor.next()) != null; ) {
        entries.add(entry);
      }
    }
    return entries;
  }
}
