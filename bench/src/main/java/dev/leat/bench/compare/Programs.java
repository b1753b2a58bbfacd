package dev.leat.bench.compare;

import dev.leat.bench.Identity;
import java.io.File;
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

  /** What the name of an instrument that speaks TLS ends with. */
  static final String TLS = "_tls";

  private static final String IDENTITY = "server";

  private static final boolean OPENSSL = Files.exists(Path.of("/usr/include/openssl/ssl.h"));

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
      String name = source.getFileName().toString().replace(".c", "");
      compile(source, instruments.resolve(name), List.of());
      if (OPENSSL && Files.readString(source).contains("#include \"wire.h\"")) {
        compile(
            source, instruments.resolve(name + TLS), List.of("-DLEAT_TLS", "-lssl", "-lcrypto"));
      }
    }
    if (OPENSSL) {
      makeIdentity(instruments.resolve(IDENTITY));
    }
    return new Programs(root, instruments);
  }

  private static void makeIdentity(Path name) throws IOException, InterruptedException {
    Identity files = Identity.named(name);
    run(
        "openssl is needed to make a certificate (apt install openssl)",
        List.of(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-subj",
            "/CN=localhost",
            "-out",
            files.certificate().toString(),
            "-keyout",
            files.key().toString()));
  }

  /** Whether a program is on the path. */
  static boolean isInstalled(String program) {
    String path = System.getenv("PATH");
    return path != null
        && Stream.of(path.split(File.pathSeparator, -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** A folder for what a comparison makes. */
  Path scratch(String name) {
    return root.resolve("bench/target").resolve(name);
  }

  /** Whether there is what the instruments need for TLS: the headers of OpenSSL. */
  boolean canSpeakTls() {
    return OPENSSL;
  }

  /** The certificate that servers show over TLS. */
  Identity identity() {
    return Identity.named(instruments.resolve(IDENTITY));
  }

  /** The {@code leat} command with that certificate. */
  Command secured(Command leat) {
    Identity files = identity();
    return leat.and("--tls-cert", files.certificate(), "--tls-key", files.key());
  }

  /** What tells the Java mains of this module to speak TLS. */
  String identityOption() {
    return Identity.option(instruments.resolve(IDENTITY));
  }

  private static void compile(Path source, Path program, List<String> options)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("gcc", "-O2", "-Wall", "-Wextra", "-Werror"));
    words.addAll(List.of("-o", program.toString(), source.toString()));
    words.addAll(options);
    String libraries = options.isEmpty() ? "" : " libssl-dev";
    run("gcc is needed to build the load programs (apt install gcc" + libraries + ")", words);
  }

  private static void run(String need, List<String> words)
      throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(words).redirectErrorStream(true).start();
    } catch (IOException missing) {
      throw new IOException(need, missing);
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", words) + " failed (" + need + "):\n" + said);
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

  /** A folder for what a side keeps on disk, in the repository, and so not in memory. */
  Path folder(String name) {
    return root.resolve("bench/target").resolve(name);
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
