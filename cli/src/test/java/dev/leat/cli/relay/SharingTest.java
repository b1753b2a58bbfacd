package dev.leat.cli.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.Peer;
import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import dev.leat.net.Server;
import dev.leat.stream.LogOptions;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Slow;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharingTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  private final LinkedBlockingQueue<Message> said = new LinkedBlockingQueue<>();
  private final CountDownLatch left = new CountDownLatch(1);

  /** A server whose clients share. */
  private Server serve(MessageLog stream, boolean areHeard) throws Exception {
    var sharing = new Sharing(stream, Slow.WAIT, areHeard ? said::addAll : null, new Flow(), SHORT);
    Server server = Server.bind("127.0.0.1:0", Framing.lines());
    server.start(connection -> {
      sharing.serve(
          new ConversationParty(
              connection, Framing.lines(), connection.options(), Consoles.quiet()));
      left.countDown();
    });
    return server;
  }

  private static MessageLog stream() {
    return MessageLog.inMemory(Framing.lines(), LogOptions.standard());
  }

  @Test
  void oneThatHasFinishedLeavesWhenNothingIsSentToIt() throws Exception {
    try (MessageLog stream = stream();
        Server server = serve(stream, true);
        Peer client = Peer.connect(server.port())) {
      client.say("last words\n");
      client.finish();
      assertThat(client.hearAll()).isEmpty();
      left.await();
      assertThat(said.take().text()).isEqualTo("last words");
    }
  }

  @Test
  void alsoWhereNobodyHearsWhatItSays() throws Exception {
    try (MessageLog stream = stream();
        Server server = serve(stream, false);
        Peer client = Peer.connect(server.port())) {
      client.say("nobody hears this");
      client.finish();
      assertThat(client.hearAll()).isEmpty();
      left.await();
    }
  }

  @Test
  void oneThatHasNotFinishedStays() throws Exception {
    try (MessageLog stream = stream();
        Server server = serve(stream, true);
        Peer silent = Peer.connect(server.port());
        Peer finished = Peer.connect(server.port())) {
      silent.say("here\n");
      assertThat(said.take().text()).isEqualTo("here");
      finished.finish();
      assertThat(finished.hearAll()).as("later than the other could have left").isEmpty();
      stream.append("for those who are here");
      assertThat(silent.hearLine()).isEqualTo("for those who are here\n");
    }
  }
}
