package dev.leat.net;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How many datagrams the system has dropped because a socket's receive buffer was full. Linux keeps
 * the count in a table with a row for each socket, which has its address, its inode and, last, its
 * drops (proc(5)). Our rows are those of our addresses whose inodes are among our open files.
 */
final class KernelDrops {
  private static final List<File> TABLES =
      List.of(new File("/proc/net/udp"), new File("/proc/net/udp6"));
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");
  private static final int ADDRESS = 1;
  private static final int INODE = 9;
  private static final int DROPS = 12;

  private final Set<String> addresses;

  /** Found when first needed: looking at every open file takes long where there are many. */
  private volatile Set<String> inodes = Set.of();

  KernelDrops(List<InetSocketAddress> bound) {
    addresses = bound.stream().flatMap(KernelDrops::inTable).collect(Collectors.toSet());
  }

  private static Stream<String> inTable(InetSocketAddress address) {
    String port = String.format(Locale.ROOT, ":%04X", address.getPort());
    return address.getAddress().isAnyLocalAddress()
        ? Stream.of("0".repeat(8) + port, "0".repeat(32) + port)
        : Stream.of(hex(address.getAddress()) + port);
  }

  /** Each 32 bits of the address as one number, in the byte order of the machine. */
  private static String hex(InetAddress address) {
    var words = ByteBuffer.wrap(address.getAddress()).order(ByteOrder.nativeOrder()).asIntBuffer();
    var text = new StringBuilder();
    while (words.hasRemaining()) {
      text.append(String.format(Locale.ROOT, "%08X", words.get()));
    }
    return text.toString();
  }

  /** All so far; empty if the system does not say. */
  OptionalLong read() {
    try {
      List<String[]> rows = rows();
      if (inodes.isEmpty()) {
        inodes = own(rows);
      }
      return inodes.isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(
              rows.stream()
                  .filter(row -> inodes.contains(row[INODE]))
                  .mapToLong(row -> Long.parseLong(row[DROPS]))
                  .sum());
    } catch (IOException | UncheckedIOException | NumberFormatException e) {
      return OptionalLong.empty(); // another system, or one that shows less
    }
  }

  private List<String[]> rows() throws IOException {
    List<String[]> rows = new ArrayList<>();
    for (File table : TABLES) {
      if (table.exists()) {
        addRows(table, rows);
      }
    }
    return rows;
  }

  private void addRows(File table, List<String[]> rows) throws IOException {
    // Not a channel: that would be closed when its thread is interrupted.
    try (var reader = new BufferedReader(new FileReader(table, StandardCharsets.US_ASCII))) {
      for (String line; (line = reader.readLine()) != null; ) {
        String[] row = line.strip().split(" +");
        if (row.length > DROPS && addresses.contains(row[ADDRESS])) {
          rows.add(row);
        }
      }
    }
  }

  private static Set<String> own(List<String[]> rows) throws IOException {
    Set<String> open = new HashSet<>();
    try (Stream<Path> files = Files.list(OPEN_FILES)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        open.add(target(file));
      }
    }
    return rows.stream()
        .map(row -> row[INODE])
        .filter(inode -> open.contains("socket:[" + inode + "]"))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String target(Path file) throws IOException {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (NoSuchFileException e) {
      return ""; // closed meanwhile
    }
  }
}
