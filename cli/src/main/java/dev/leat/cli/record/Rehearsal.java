package dev.leat.cli.record;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Reasons;
import dev.leat.framing.DecoderOptions;
import dev.leat.framing.Framing;
import dev.leat.net.Client;
import dev.leat.net.Connection;
import dev.leat.net.Server;
import dev.leat.stream.LogOptions;
import dev.leat.stream.MessageLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Records a message of its own and throws it away. What a program does for the first time takes it
 * long: without this the first message of a recording would be told to have come late, and so all
 * others, when it is replayed, to follow it too soon.
 */
public final class Rehearsal {
  private final Console console;

  public Rehearsal(Console console) {
    this.console = console;
  }

  /** Takes some hundredths of a second. Where it cannot be done, the recording can. */
  public void run() {
    Framing framing = Framing.lines();
    LogOptions little = LogOptions.standard().retention(64 << 10);
    try (MessageLog nowhere = MessageLog.inMemory(framing, little);
        Server server = Server.bind("tcp://127.0.0.1:0", Framing.raw())) {
      var recording = new Recording(Path.of("nowhere"), nowhere, Long.MAX_VALUE);
      var options = DecoderOptions.standard();
      server.start(peer ->
          new Recorder(recording, peer.peer(), options, Duration.ZERO, console).record(peer));
      try (Connection peer = Client.connect(server.addresses().getFirst().toString(), framing)) {
        peer.send("rehearsal");
        peer.finishOutput();
        peer.receive(Duration.ofSeconds(5)); // it has been recorded when the other side finishes
      }
    } catch (IOException e) {
      console.detailOfTrouble("the recording begins unrehearsed: " + Reasons.of(e));
    }
  }
}
