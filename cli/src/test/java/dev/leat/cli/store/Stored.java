package dev.leat.cli.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.cli.Run;
import java.io.IOException;
import java.nio.file.Path;

/** What other programs, and Leat, find in a store. */
final class Stored {
  private Stored() {}

  /** What {@code cat STORE/*.data} prints. */
  static String cat(Path store) throws IOException, InterruptedException {
    try (var cat = LeatProcess.of("sh", "-c", "cat \"$0\"/*.data", store.toString())) {
      assertThat(cat.status()).as(cat.err().text()).isZero();
      return new String(cat.out().bytes(), UTF_8);
    }
  }

  /** How many lines with this word {@code grep -h} finds. */
  static int grep(String word, Path store) throws IOException, InterruptedException {
    try (var grep =
        LeatProcess.of("sh", "-c", "grep -h -- \"$1\" \"$0\"/*.data", store.toString(), word)) {
      grep.status();
      return (int) grep.out().text().lines().count();
    }
  }

  /** That {@code leat store verify} finds it whole. */
  static void assertWhole(Path store) throws InterruptedException {
    Run verify = Run.toTheEnd("store", "verify", store.toString());
    assertThat(verify.status()).as(verify.err().text()).isZero();
  }

  /** Kills it as {@code kill -9} does. */
  static void kill(LeatProcess leat) throws IOException, InterruptedException {
    leat.signal("KILL");
    assertThat(leat.status()).isEqualTo(128 + 9);
  }
}
