package dev.leat.cli.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.cli.FailedForce;
import dev.leat.cli.LeatProcess;
import dev.leat.cli.Peer;
import dev.leat.cli.Run;
import dev.leat.net.Client;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code leat serve hub --store}. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HubStoreTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private Path store;

  @BeforeEach
  void nameTheStore() {
    store = folder.resolve("talk");
  }

  private String[] hub(String... more) {
    List<String> words = new ArrayList<>(List.of("serve", "hub", "127.0.0.1:0"));
    words.addAll(List.of("--framing", "lines", "--store", store.toString()));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private Peer join(int port, LeatProcess hub, int present) throws Exception {
    Peer peer = Peer.connect(port);
    hub.err().await("; " + present + (present == 1 ? " is here" : " are here"));
    return peer;
  }

  @Test
  void whoJoinsHearsWhatWasSaidBeforeAlsoAfterAKill() throws Exception {
    try (var hub = LeatProcess.leat(hub("--everyone", "--nick"))) {
      int port = hub.port();
      try (Peer ann = Peer.connect(port);
          Peer bob = Peer.connect(port)) {
        ann.say("Ann\n");
        hub.err().await("Ann (");
        bob.say("Bob\n");
        hub.err().await("Bob (");
        for (Peer peer : List.of(ann, bob)) {
          assertThat(peer.hearLine()).isEqualTo("your first message is your name\n");
        }
        hub.type("welcome\n");
        assertThat(ann.hearLine()).isEqualTo("welcome\n");
        assertThat(bob.hearLine()).isEqualTo("welcome\n");
        ann.say("hello\n");
        assertThat(bob.hearLine()).isEqualTo("Ann: hello\n");
        bob.say("hi\n");
        assertThat(ann.hearLine()).as("not what she said herself").isEqualTo("Bob: hi\n");
        Stored.kill(hub);
      }
    }
    assertThat(Stored.cat(store)).isEqualTo("welcome\nAnn: hello\nBob: hi\n");
    try (var hub = LeatProcess.leat(hub("--everyone", "--from", "earliest"))) {
      int port = hub.port();
      assertThat(hub.err().text())
          .contains("keeping what comes in " + store + ", where 3 messages are\n");
      try (Peer late = join(port, hub, 1)) {
        assertThat(late.hear(27)).isEqualTo("welcome\nAnn: hello\nBob: hi\n");
        hub.type("good night\n");
        assertThat(late.hearLine()).isEqualTo("good night\n");
      }
    }
    Stored.assertWhole(store);
  }

  @Test
  void whatOnlyTheOperatorHearsIsKeptToo() throws Exception {
    int port;
    try (var hub = LeatProcess.leat(hub());
        Peer peer = join(hub.port(), hub, 1);
        Peer other = join(hub.port(), hub, 2)) {
      port = peer.port();
      peer.say("to you\n");
      hub.out().await("to you\n");
      hub.type("to all\n");
      assertThat(other.hearLine()).as("not what the other has said").isEqualTo("to all\n");
      assertThat(peer.hearLine()).isEqualTo("to all\n");
    }
    assertThat(Stored.cat(store)).isEqualTo("to you\nto all\n");
    assertThat(Run.toTheEnd("store", "dump", store.toString(), "--json").out().text())
        .contains("\"peer\":\"tcp://127.0.0.1:" + port + "\",\"offset\":0,\"text\":\"to you\"")
        .contains("\"peer\":\"operator\",\"offset\":1,\"text\":\"to all\"");
    try (var hub = LeatProcess.leat(hub("--from", "0"));
        Peer late = Peer.connect(hub.port())) {
      assertThat(late.hearLine()).as("only what was said to all").isEqualTo("to all\n");
    }
  }

  @Test
  void whoJoinsHearsNothingOldUnlessToldSo() throws Exception {
    for (String text : new String[] {"old\n", "new\n"}) {
      try (var hub = LeatProcess.leat(hub());
          Peer peer = join(hub.port(), hub, 1)) {
        hub.type(text);
        assertThat(peer.hearLine()).isEqualTo(text);
      }
    }
    assertThat(Stored.cat(store)).isEqualTo("old\nnew\n");
  }

  @Test
  void membersOfAUnixSocketAreToldApart() throws Exception {
    String socket = "unix:" + folder.resolve("hub.sock");
    try (var hub =
        LeatProcess.leat(
            "serve", "hub", socket, "--framing", "lines", "--everyone", "--store", store + "")) {
      hub.err().await("listening on");
      try (var one = Client.connect(socket, "lines");
          var other = Client.connect(socket, "lines")) {
        hub.err().await("; 2 are here");
        one.send("from one");
        assertThat(other.receive(PATIENCE).text()).isEqualTo("from one");
        other.send("from the other");
        assertThat(one.receive(PATIENCE).text()).isEqualTo("from the other");
      }
    }
  }

  @Test
  void withoutAStoreThereIsNoHistory() throws Exception {
    Run run = Run.toTheEnd("serve", "hub", "127.0.0.1:0", "--from", "earliest");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text())
        .isEqualTo("leat serve hub: --from is for a stream that is kept: --store DIR\n");
  }

  @Test
  void aForceThatFailsIsHeardOfThoughNothingComes() throws Exception {
    try (Run run = Run.piped(hub());
        Peer peer = Peer.connect(run.port())) {
      FailedForce.provoke(() -> {
        run.type("hello\n");
        peer.hearLine();
      });
      assertThat(run.status()).as(run.err().text()).isEqualTo(1);
      assertThat(run.err().text())
          .contains(
              "leat serve hub: cannot write to the store "
                  + store
                  + ": the stream has stopped: the disk could not be made to keep");
    }
  }

  @Test
  void membersOfAHubThatHasStoppedDoNotTakeThatForItsEnd() throws Exception {
    try (Run run = Run.piped(hub());
        Peer peer = Peer.connect(run.port())) {
      FailedForce.provoke(() -> {
        run.type("hello\n");
        peer.hearLine();
      });
      assertThatThrownBy(peer::hearLine)
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
      assertThat(run.status()).as(run.err().text()).isEqualTo(1);
    }
  }
}
