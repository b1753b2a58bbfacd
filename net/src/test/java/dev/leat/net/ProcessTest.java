package dev.leat.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What can be seen only in a process that is short of something. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledOnOs({OS.LINUX, OS.MAC})
class ProcessTest {
  private static final int DESCRIPTORS = 100;

  private final List<Peer> peers = new ArrayList<>();

  private Peer connect(int port) throws Exception {
    Peer peer = new Peer(port);
    peers.add(peer);
    return peer;
  }

  @Test
  void whenFileDescriptorsAreUsedUpOthersAreServedAndWhoComesNextHasToWait(@TempDir Path jars)
      throws Exception {
    try (var server =
        new EchoProcess(jars, "ulimit -n " + DESCRIPTORS, "-Dnone=none", "127.0.0.1:0")) {
      String address = server.says("listening on ");
      int port = Integer.parseInt(address.replaceAll("\\D*127\\.0\\.0\\.1:|\\D", ""));
      Peer bystander = connect(port);
      assertThat(bystander.isEchoed("before")).isTrue();
      for (int i = 0; i < DESCRIPTORS; i++) {
        connect(port);
      }
      assertThat(server.says("accept failed: ")).containsIgnoringCase("too many open files");
      Peer late = connect(port).says("late\n");
      assertThat(bystander.isEchoed("during")).isTrue();
      for (Peer peer : peers) {
        if (peer != bystander && peer != late) {
          peer.leaves();
        }
      }
      assertThat(late.hears(5)).isEqualTo("late\n");
      assertThat(bystander.isEchoed("after")).isTrue();
      assertThat(connect(port).isEchoed("new")).isTrue();
    } finally {
      for (Peer peer : peers) {
        peer.close();
      }
    }
  }

  @Test
  void localhostIsWhatThereIsWhereThereIsNoIpv6(@TempDir Path jars) throws Exception {
    try (var server =
        new EchoProcess(jars, ":", "-Djava.net.preferIPv4Stack=true", "localhost:0")) {
      String addresses = server.says("listening on ");
      assertThat(addresses).matches("\\[tcp://127\\.0\\.0\\.1:\\d+]");
      String endpoint = addresses.substring(1, addresses.length() - 1);
      try (var client = Client.connect(endpoint, "lines")) {
        client.send("hello");
        assertThat(client.receive()).hasToString("hello");
      }
    }
  }
}
