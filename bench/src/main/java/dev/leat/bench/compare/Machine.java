package dev.leat.bench.compare;

import io.netty.util.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.openhft.chronicle.queue.ChronicleQueue;
import org.rocksdb.RocksDB;

/** What a reader of the figures must know of the machine; nothing that names it. */
final class Machine {
  private Machine() {}

  /**
   * @param disk where sides keep what they keep on disk
   */
  static List<String> facts(Path disk) throws IOException {
    List<String> facts = new ArrayList<>();
    facts.add(
        Runtime.getRuntime().availableProcessors()
            + " cores, "
            + first("/proc/cpuinfo", "model name"));
    facts.add("memory " + first("/proc/meminfo", "MemTotal"));
    facts.add(System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.add("JDK " + Runtime.version() + ", " + System.getProperty("java.vendor"));
    Version netty = Version.identify().get("netty-transport");
    facts.add(
        "Netty "
            + (netty == null ? "of unknown version" : netty.artifactVersion())
            + ", native epoll");
    facts.add(library(ChronicleQueue.class) + ", " + library(RocksDB.class));
    facts.add("stores are on " + Files.getFileStore(disk).type());
    facts.add("load average before the run " + load());
    return facts;
  }

  /** The name of the jar that a class comes from, which has the version in it. */
  private static String library(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    String path = source == null ? "unknown" : source.getLocation().getPath();
    return path.substring(path.lastIndexOf('/') + 1).replace(".jar", "");
  }

  /** The value of the first line with that key in a file of {@code key : value} lines. */
  private static String first(String file, String key) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(key))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse("unknown");
    }
  }

  private static String load() throws IOException {
    return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
  }
}
