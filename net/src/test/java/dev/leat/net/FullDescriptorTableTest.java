package dev.leat.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.framing.Framing;
import dev.leat.stream.MessageLog;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A server that has used up its file descriptors: in a process of its own, which has few. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledOnOs({OS.LINUX, OS.MAC})
class FullDescriptorTableTest {
  private static final int DESCRIPTORS = 100;

  private final List<Peer> peers = new ArrayList<>();
  private Process process;
  private BufferedReader output;
  private int port;

  @BeforeEach
  void start(@TempDir Path jars) throws Exception {
    process =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -n " + DESCRIPTORS + "; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                classPath(jars),
                FewFilesServer.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    output = process.inputReader();
    port = Integer.parseInt(next("port "));
  }

  /** Jars, as in use: they stay open, where each class of a directory needs a descriptor. */
  private static String classPath(Path jars) throws Exception {
    List<String> entries = new ArrayList<>();
    for (Class<?> type :
        List.of(FewFilesServer.class, Server.class, Framing.class, MessageLog.class)) {
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
  private String next(String beginning) throws IOException {
    for (String line; (line = output.readLine()) != null; ) {
      if (line.startsWith(beginning)) {
        return line.substring(beginning.length());
      }
    }
    throw new AssertionError("the server has ended");
  }

  @AfterEach
  void stop() throws Exception {
    for (Peer peer : peers) {
      peer.close();
    }
    process.getOutputStream().close();
    assertThat(process.waitFor()).isZero();
  }

  private Peer connect() throws IOException {
    Peer peer = new Peer(port);
    peers.add(peer);
    return peer;
  }

  @Test
  void othersAreServedAndWhoComesNextIsServedOnceThereIsRoom() throws Exception {
    Peer bystander = connect();
    assertThat(bystander.isEchoed("before")).isTrue();
    for (int i = 0; i < DESCRIPTORS; i++) {
      connect();
    }
    assertThat(next("accept failed ")).containsIgnoringCase("too many open files");
    Peer late = connect().says("late\n");
    assertThat(bystander.isEchoed("during")).isTrue();
    for (Peer peer : peers) {
      if (peer != bystander && peer != late) {
        peer.leaves();
      }
    }
    assertThat(late.hears(5)).isEqualTo("late\n");
    assertThat(bystander.isEchoed("after")).isTrue();
    assertThat(connect().isEchoed("new")).isTrue();
  }
}
