package dev.leat.stream;

import dev.leat.framing.Framing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Stores of {@linkplain Logs#line lines} in segments of 16 KiB. */
final class Stores {
  static final LogOptions SMALL = LogOptions.standard().retention(64 << 10).slowTimeout(null);

  /** Never dropped, in segments of 1 MiB and more. */
  static final LogOptions LARGE = LogOptions.standard().retention(1 << 30).slowTimeout(null);

  private Stores() {}

  static MessageLog open(Path store) throws IOException {
    return open(store, SMALL, Sync.NONE);
  }

  static MessageLog open(Path store, LogOptions options, Sync sync) throws IOException {
    return MessageLog.open(store, Framing.lines(), options, StoreOptions.standard().sync(sync));
  }

  /** A store that holds lines from 0 on in several segments, and is closed. */
  static Path filled(Path store, int lines) throws IOException {
    try (var log = open(store, LARGE.retention(1 << 20), Sync.INTERVAL)) {
      Logs.fill(log, lines);
    }
    return store;
  }

  static List<Path> data(Path store) {
    return files(store, StoreDirectory.DATA);
  }

  static List<Path> indexes(Path store) {
    return files(store, StoreDirectory.INDEX);
  }

  static List<Path> files(Path store, String suffix) {
    try (Stream<Path> files = Files.list(store)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code cat STORE/*.data} gives. */
  static String text(Path store) throws IOException {
    var text = new StringBuilder();
    for (Path file : data(store)) {
      text.append(Files.readString(file));
    }
    return text.toString();
  }

  static String text(List<String> lines) {
    return String.join("\n", lines) + (lines.isEmpty() ? "" : "\n");
  }

  /** Reads what the log holds from this offset on. */
  static List<String> read(MessageLog log, long from) throws IOException {
    try (var cursor = log.cursor(Start.offset(from))) {
      cursor.endHere();
      return Logs.readAll(cursor);
    }
  }

  static void copy(Path store, Path target) throws IOException {
    Files.createDirectories(target);
    try (Stream<Path> files = Files.list(store)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }

  static void delete(Path store) throws IOException {
    try (Stream<Path> files = Files.list(store)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.delete(file);
      }
    }
    Files.delete(store);
  }
}
