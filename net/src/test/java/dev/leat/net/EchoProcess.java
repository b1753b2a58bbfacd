package dev.leat.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.framing.Framing;
import dev.leat.stream.MessageLog;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/** {@link EchoProgram}, running. */
final class EchoProcess implements Closeable {
  private final Process process;
  private final BufferedReader output;

  /**
   * @param jars an empty folder for as long as the process runs
   * @param shell what the shell does before it becomes the JVM
   * @param option an option of the JVM
   */
  EchoProcess(Path jars, String shell, String option, String endpoint) throws Exception {
    process =
        new ProcessBuilder(
                "sh",
                "-c",
                shell + "; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                option,
                "-cp",
                classPath(jars),
                EchoProgram.class.getName(),
                endpoint)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    output = process.inputReader();
  }

  /** Jars, as in use: they stay open, where each class of a directory needs a descriptor. */
  private static String classPath(Path jars) throws Exception {
    List<String> entries = new ArrayList<>();
    for (Class<?> type :
        List.of(EchoProgram.class, Server.class, Framing.class, MessageLog.class)) {
      Path classes = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
      entries.add((Files.isDirectory(classes) ? jar(classes, jars) : classes).toString());
    }
    return String.join(File.pathSeparator, entries);
  }

  private static Path jar(Path classes, Path jars) throws IOException {
    Path jar = Files.createTempFile(jars, "classes", ".jar");
    int status =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(System.out, System.err, "cf", jar.toString(), "-C", classes.toString(), ".");
    assertThat(status).isZero();
    return jar;
  }

  /** The rest of the next line that begins so. */
  String says(String beginning) throws IOException {
    for (String line; (line = output.readLine()) != null; ) {
      if (line.startsWith(beginning)) {
        return line.substring(beginning.length());
      }
    }
    throw new AssertionError("the server has ended");
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      assertThat(process.waitFor()).isZero();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
