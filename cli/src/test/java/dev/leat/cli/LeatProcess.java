package dev.leat.cli;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command, or another program, as a process of its own. Closing it kills it. */
public final class LeatProcess implements Closeable {
  private static final Pattern PORT = Pattern.compile("listening on \\S+:(\\d+)");

  private final Process process;
  private final Captured out = new Captured();
  private final Captured err = new Captured();

  private final List<Thread> copiers;

  private LeatProcess(ProcessBuilder builder) throws IOException {
    process = builder.start();
    copiers = List.of(copy(process.getInputStream(), out), copy(process.getErrorStream(), err));
  }

  private static Thread copy(InputStream from, OutputStream to) {
    return Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try (from) {
            from.transferTo(to);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Leat, with a pipe on standard input. */
  public static LeatProcess leat(String... arguments) throws IOException {
    return new LeatProcess(new ProcessBuilder(commandLine(arguments)));
  }

  /** Leat, with this file on standard input. */
  public static LeatProcess leatReading(File input, String... arguments) throws IOException {
    return new LeatProcess(new ProcessBuilder(commandLine(arguments)).redirectInput(input));
  }

  /** Another program, with a pipe on standard input. */
  public static LeatProcess of(String... command) throws IOException {
    return new LeatProcess(new ProcessBuilder(command));
  }

  /** How Leat is started, for a shell: words without spaces. */
  public static List<String> commandLine(String... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.leat.cli.Leat"));
    words.addAll(List.of(arguments));
    return words;
  }

  /** Standard output. */
  public Captured out() {
    return out;
  }

  /** Standard error. */
  public Captured err() {
    return err;
  }

  /** Puts this on standard input. */
  public void type(String text) throws IOException {
    process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Ends standard input. */
  public void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** Sends it a signal: INT, TERM. */
  public void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Asks it and all that it has started to end, and waits for it. */
  public void endAll() throws IOException, InterruptedException {
    for (ProcessHandle child : process.descendants().toList()) {
      child.destroy();
    }
    process.toHandle().destroy(); // by its handle, which leaves alone what it has still to say
    status();
  }

  /** Its number in the system. */
  public long pid() {
    return process.pid();
  }

  /** Waits for it to end and for all that it has written, and answers its status. */
  public int status() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("the process has not ended; it said:\n" + err.text());
    }
    for (Thread copier : copiers) {
      copier.join(Duration.ofSeconds(60));
    }
    return process.exitValue();
  }

  /** The port that it listens on, once it does. */
  public int port() throws InterruptedException {
    Matcher matcher = PORT.matcher(err.await("listening on"));
    if (!matcher.find()) {
      throw new AssertionError("no port in: " + err.text());
    }
    return Integer.parseInt(matcher.group(1));
  }

  @Override
  public void close() {
    // By its handle: the process itself would close the streams that are being read.
    process.toHandle().destroyForcibly();
    process.toHandle().onExit().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
