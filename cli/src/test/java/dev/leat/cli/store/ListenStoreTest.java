package dev.leat.cli.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.FailedForce;
import dev.leat.cli.LeatProcess;
import dev.leat.cli.Peer;
import dev.leat.cli.Run;
import dev.leat.net.UdpSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code leat listen --store}. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ListenStoreTest {
  @TempDir private Path folder;
  private Path store;

  @BeforeEach
  void nameTheStore() {
    store = folder.resolve("heard");
  }

  private String[] listen(String... more) {
    List<String> words = new ArrayList<>(List.of("listen", "127.0.0.1:0"));
    words.addAll(List.of("--store", store.toString()));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private String dump(String... more) throws InterruptedException {
    List<String> words = new ArrayList<>(List.of("store", "dump", store.toString()));
    words.addAll(List.of(more));
    Run dump = Run.toTheEnd(words.toArray(String[]::new));
    assertThat(dump.status()).as(dump.err().text()).isZero();
    return dump.out().text();
  }

  @Test
  void whatCameIsKeptWithWhoSentIt() throws Exception {
    int port;
    try (Run run = Run.of(listen());
        Peer peer = Peer.connect(run.port())) {
      port = peer.port();
      peer.say("hello\nwörld\n");
      run.out().await("wörld\n");
      assertThat(Stored.cat(store)).isEqualTo("hello\nwörld\n");
      assertThat(run.err().text()).startsWith("keeping what comes in " + store + "\n");
    }
    assertThat(dump()).isEqualTo("hello\nwörld\n");
    assertThat(dump("--json"))
        .matches(
            """
            \\{"time":"20[^"]*Z","peer":"tcp://127.0.0.1:%1$d","offset":0,"text":"hello"}
            \\{"time":"20[^"]*Z","peer":"tcp://127.0.0.1:%1$d","offset":1,"text":"wörld"}
            """
                .formatted(port));
    assertThat(Run.toTheEnd("store", "info", store.toString()).out().text())
        .contains("sources    1\n");
  }

  @Test
  void theOffsetThatIsShownIsThatInTheStore() throws Exception {
    try (Run run = Run.of(listen("--json"));
        Peer first = Peer.connect(run.port());
        Peer second = Peer.connect(run.port())) {
      first.say("one\ntwo\n");
      run.out().await("\"offset\":1,\"text\":\"two\"");
      second.say("three\n");
      run.out().await("\"offset\":2,\"text\":\"three\"");
    }
  }

  @Test
  void whatIsThereIsGoneOnWith() throws Exception {
    for (String line : new String[] {"one\n", "two\n"}) {
      try (Run run = Run.of(listen());
          Peer peer = Peer.connect(run.port())) {
        peer.say(line);
        run.out().await(line);
      }
    }
    assertThat(dump("--json"))
        .contains("\"offset\":0,\"text\":\"one\"", "\"offset\":1,\"text\":\"two\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lines", "header:10", "netstring", "u16be", "json"})
  void manyMessagesAtOnceAreKeptInTheirOrderAndFraming(String framing) throws Exception {
    String sent =
        IntStream.range(0, 3000)
            .mapToObj(i -> frame(framing, "\"message " + i + "\""))
            .collect(Collectors.joining());
    try (Run run = Run.of(listen("--framing", framing));
        Peer peer = Peer.connect(run.port())) {
      peer.say(sent);
      run.out().awaitLines(3000);
    }
    String kept = Stored.cat(store);
    assertThat(kept).isEqualTo(sent);
    assertThat(dump())
        .isEqualTo(
            IntStream.range(0, 3000)
                .mapToObj(i -> "\"message " + i + "\"\n")
                .collect(Collectors.joining()));
    Stored.assertWhole(store);
  }

  private static String frame(String framing, String text) {
    return switch (framing) {
      case "header:10" -> "%-10d%s".formatted(text.length(), text);
      case "netstring" -> text.length() + ":" + text + ",";
      case "u16be" -> "\0" + (char) text.length() + text;
      default -> text + "\n";
    };
  }

  @Test
  void readsAreKeptWhereThereIsNoFraming() throws Exception {
    try (Run run = Run.of(listen("--framing", "raw"));
        Peer peer = Peer.connect(run.port())) {
      peer.say("no line end");
      run.out().await("no line end");
    }
    assertThat(Stored.cat(store)).isEqualTo("no line end");
  }

  @Test
  void datagramsAreKeptWithWhoSentThem() throws Exception {
    try (Run run = Run.of("listen", "udp://127.0.0.1:0", "--store", store.toString())) {
      try (UdpSocket socket = UdpSocket.connect("udp://127.0.0.1:" + run.port())) {
        socket.send("one");
        socket.send("two");
        run.out().await("two\n");
        assertThat(dump("--json"))
            .contains("\"peer\":\"udp://127.0.0.1:" + socket.port() + "\",\"offset\":1,");
      }
    }
    assertThat(dump()).isEqualTo("one\ntwo\n");
  }

  @Test
  void theDumpFollowsWhatComes() throws Exception {
    try (Run run = Run.of(listen());
        Peer peer = Peer.connect(run.port())) {
      peer.say("one\n");
      run.out().await("one\n");
      try (Run dump = Run.of("store", "dump", store.toString(), "--follow")) {
        dump.out().await("one\n");
        peer.say("two\n");
        dump.out().await("two\n");
        dump.stop();
        assertThat(dump.status()).isZero();
      }
    }
  }

  @Test
  void whatWasPrintedWhenItIsKilledIsKept() throws Exception {
    Set<String> printed = new HashSet<>();
    for (int round = 0; round < 3; round++) {
      try (var leat = LeatProcess.leat(listen())) {
        int port = leat.port();
        List<Thread> senders = new ArrayList<>();
        for (int client = 0; client < 4; client++) {
          senders.add(Thread.startVirtualThread(sender(port, round + "/" + client)));
        }
        leat.out().awaitLines(2000 * (round + 1));
        Stored.kill(leat);
        for (Thread sender : senders) {
          sender.join();
        }
        String said = leat.out().text();
        said.substring(0, said.lastIndexOf('\n')).lines().forEach(printed::add);
      }
    }
    try (Run run = Run.of(listen())) {
      run.port(); // it has been opened again
    }
    List<String> kept = dump().lines().toList();
    assertThat(kept).doesNotHaveDuplicates().containsAll(printed);
    Map<String, Integer> next = new HashMap<>();
    for (String line : kept) {
      String[] words = line.split(" ", -1);
      assertThat(Integer.parseInt(words[1]))
          .as("the next of %s", words[0])
          .isEqualTo(next.merge(words[0], 1, Integer::sum) - 1);
    }
    assertThat(Stored.cat(store)).isEqualTo(String.join("\n", kept) + "\n");
    assertThat(Stored.grep("^2/3 ", store)).isEqualTo(next.get("2/3"));
    Stored.assertWhole(store);
  }

  /** Sends numbered lines until nobody takes them any more. */
  private static Runnable sender(int port, String name) {
    return () -> {
      try (Peer peer = Peer.connect(port)) {
        for (int i = 0; ; i += 100) {
          int first = i;
          peer.say(
              IntStream.range(first, first + 100)
                  .mapToObj(number -> name + " " + number + "\n")
                  .collect(Collectors.joining()));
        }
      } catch (IOException e) {
        // It has been killed, as was to be expected.
      }
    };
  }

  @Test
  void whatIsAnsweredIsKept() throws Exception {
    try (var leat = LeatProcess.leat(listen("--reply", "ok", "--sync", "always"));
        Peer peer = Peer.connect(leat.port())) {
      peer.say("first\nsecond\n");
      assertThat(peer.hear(6)).isEqualTo("ok\nok\n");
      Stored.kill(leat);
    }
    assertThat(Stored.cat(store)).isEqualTo("first\nsecond\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--sync always              | --sync is for --store DIR",
        "--retention 1GB            | --retention is for --store DIR",
        "--store x --show hex       | --store keeps messages as they are, and --show shows something else",
        "--store x --retention soon | --retention: 'soon' is not a size",
        "--store x --retention 10   | --retention 10 bytes: retention must be at least 4096 bytes, not 10"
      })
  void whatCannotBeMeantIsRefused(String words, String answer) throws Exception {
    Run run = Run.toTheEnd(("listen 127.0.0.1:0 " + words).replace(" x", " " + store).split(" "));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).startsWith("leat listen: " + answer).hasLineCount(1);
  }

  @Test
  void aStoreOfAnotherFramingIsRefused() throws Exception {
    try (Run run = Run.of(listen())) {
      run.port();
    }
    Run other = Run.toTheEnd(listen("--framing", "header:10"));
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err().text()).endsWith(" holds a stream framed as lines, not as header:10\n");
  }

  @Test
  void aForceThatFailsIsHeardOfThoughNothingComes() throws Exception {
    try (Run run = Run.of(listen());
        Peer peer = Peer.connect(run.port())) {
      FailedForce.provoke(() -> {
        peer.say("hello\n");
        run.out().await("hello\n");
      });
      assertThat(run.status()).as(run.err().text()).isEqualTo(1);
      assertThat(run.err().text())
          .contains(
              "leat listen: cannot write to the store "
                  + store
                  + ": the stream has stopped: the disk could not be made to keep");
    }
  }
}
