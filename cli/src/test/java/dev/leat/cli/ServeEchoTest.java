package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServeEchoTest {
  @Test
  void sendsBackByteForByte() throws Exception {
    try (Run run = Run.of("serve", "echo", "127.0.0.1:0");
        Peer peer = Peer.connect(run.port())) {
      peer.say("no line end \0\r");
      assertThat(peer.hear(14)).isEqualTo("no line end \0\r");
      peer.say("more");
      peer.finish();
      assertThat(peer.hearAll()).isEqualTo("more");
    }
  }

  @Test
  void sendsBackMessageByMessageWhereThereIsAFraming() throws Exception {
    try (Run run = Run.of("serve", "echo", "127.0.0.1:0", "--framing", "netstring");
        Peer peer = Peer.connect(run.port())) {
      peer.say("5:hello,3:y");
      assertThat(peer.hear(8)).isEqualTo("5:hello,");
      peer.say("ou,");
      assertThat(peer.hear(6)).isEqualTo("3:you,");
    }
  }

  @Test
  void aBadClientIsClosedWithTheReasonAndTheOthersAreServed() throws Exception {
    try (Run run = Run.of("serve", "echo", "127.0.0.1:0", "--framing", "netstring");
        Peer bad = Peer.connect(run.port());
        Peer good = Peer.connect(run.port())) {
      bad.say("nonsense");
      assertThat(bad.hearAll()).isEmpty();
      run.err().await("tcp://127.0.0.1:" + bad.port() + " closed: ");
      good.say("2:ok,");
      assertThat(good.hear(5)).isEqualTo("2:ok,");
    }
  }
}
