package dev.leat.bench.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where the programs are that take part: the C instruments, the Java mains and the {@code leat}
 * command.
 */
final class Programs {
  /** What {@code ./leat} tells its JVM, told to all the others too. */
  private static final List<String> LAUNCHER_OPTIONS =
      List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Djdk.pollerMode=1");

  /** What Netty asks for on current JDKs, so that it is neither slowed nor noisy. */
  private static final List<String> NETTY_OPTIONS =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  private final Path root;
  private final Path instruments;
  private final Path javaHome = Path.of(System.getProperty("java.home"));
  private final String classPath = System.getProperty("java.class.path");

  private Programs(Path root, Path instruments) {
    this.root = root;
    this.instruments = instruments;
  }

  /**
   * Compiles the instruments.
   *
   * @param root of the repository
   */
  static Programs build(Path root) throws IOException, InterruptedException {
    Path sources = root.resolve("bench/load");
    if (!Files.isDirectory(sources)) {
      throw new IOException(
          "no bench/load here; run bench/run, which starts in the repository's root");
    }
    Path instruments = Files.createDirectories(root.resolve("bench/target/load"));
    List<Path> programs;
    try (Stream<Path> files = Files.list(sources)) {
      programs = files.filter(file -> file.toString().endsWith(".c")).sorted().toList();
    }
    for (Path source : programs) {
      compile(source, instruments.resolve(source.getFileName().toString().replace(".c", "")));
    }
    return new Programs(root, instruments);
  }

  private static void compile(Path source, Path program) throws IOException, InterruptedException {
    Process compiler;
    try {
      compiler =
          new ProcessBuilder(
                  "gcc",
                  "-O2",
                  "-Wall",
                  "-Wextra",
                  "-Werror",
                  "-o",
                  program.toString(),
                  source.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException missing) {
      throw new IOException("gcc is needed to build the load programs (apt install gcc)", missing);
    }
    String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (compiler.waitFor() != 0) {
      throw new IOException("gcc cannot compile " + source + ":\n" + said);
    }
  }

  /** One of the programs of {@code bench/load}. */
  Command instrument(String name, Object... arguments) {
    return Command.of(instruments.resolve(name)).and(arguments);
  }

  /** A Java main of this module, with the JVM's options in the environment as for the command. */
  Command java(Class<?> main, List<String> jvmOptions, Object... arguments) {
    List<String> words = new ArrayList<>(List.of(javaHome.resolve("bin/java").toString()));
    words.addAll(LAUNCHER_OPTIONS);
    words.addAll(NETTY_OPTIONS);
    words.addAll(List.of("-cp", classPath, main.getName()));
    return new Command(words, environment(jvmOptions)).and(arguments);
  }

  /** The {@code leat} command on the same JVM. */
  Command leat(List<String> jvmOptions, Object... arguments) {
    Map<String, String> environment = new HashMap<>(environment(jvmOptions));
    environment.put("JAVA_HOME", javaHome.toString());
    environment.put("LEAT_OPTS", ""); // what the user exports would reach Leat alone
    return Command.of(root.resolve("leat")).and(arguments).in(environment);
  }

  private static Map<String, String> environment(List<String> jvmOptions) {
    return jvmOptions.isEmpty()
        ? Map.of()
        : Map.of("JDK_JAVA_OPTIONS", String.join(" ", jvmOptions));
  }
}
