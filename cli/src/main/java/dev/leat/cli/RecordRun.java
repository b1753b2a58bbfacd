package dev.leat.cli;

import dev.leat.cli.record.DatagramRecorder;
import dev.leat.cli.record.Recorder;
import dev.leat.cli.record.Recording;
import dev.leat.cli.record.Rehearsal;
import dev.leat.cli.serve.Serving;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.LimitOptions;
import dev.leat.cli.shell.TlsReports;
import dev.leat.cli.udp.UdpReceiving;
import dev.leat.framing.DecoderOptions;
import dev.leat.framing.Framing;
import dev.leat.net.Backoff;
import dev.leat.net.Client;
import dev.leat.net.ClientBuilder;
import dev.leat.net.ClientEvents;
import dev.leat.net.Connection;
import dev.leat.net.ConnectionClosed;
import dev.leat.net.ConnectionInterrupted;
import dev.leat.net.ConnectionOptions;
import dev.leat.net.Endpoint;
import dev.leat.net.UdpOptions;
import dev.leat.stream.AppendFailed;
import dev.leat.stream.LogClosed;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A recording, from its first connection to its end. */
final class RecordRun {
  private final Console console;
  private final Recording recording;
  private final Endpoint endpoint;
  private final ConnectionOptions options;
  private final @Nullable Duration length;
  private volatile boolean timeIsUp;

  /**
   * @param options with the limits of messages, and what the endpoint says
   * @param length how long it goes on; null for ever
   */
  RecordRun(
      Console console,
      Recording recording,
      Endpoint endpoint,
      ConnectionOptions options,
      @Nullable Duration length) {
    this.console = console;
    this.recording = recording;
    this.endpoint = endpoint.options(Map.of()); // they are in the options
    this.options = options;
    this.length = length;
  }

  /** For connections: they bring bytes, and what a message is, the store says. */
  private ConnectionOptions bytes() {
    return options.framing(Framing.raw()).decoder(DecoderOptions.standard()).quiet(Duration.ZERO);
  }

  private Recorder recorder(Endpoint peer) {
    return new Recorder(recording, peer, options.decoder(), options.quiet(), console);
  }

  /** Has this done when the time is up. */
  private void limit(Runnable end) {
    Duration wait = length;
    if (wait == null) {
      return;
    }
    Thread.ofVirtual()
        .name("leat-record-for")
        .start(() -> {
          try {
            Thread.sleep(wait);
            timeIsUp = true;
            end.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Records many clients. */
  void listen(LimitOptions limits) throws Exception {
    new Rehearsal(console).run();
    var serving = new Serving(console);
    limit(serving::enough);
    serving.run(endpoint, bytes(), limits, connection -> record(connection, serving));
  }

  private void record(Connection connection, Serving serving) throws IOException {
    try {
      recorder(connection.peer()).record(connection);
    } catch (AppendFailed | LogClosed e) {
      serving.fail(e);
    }
    if (recording.enough()) {
      serving.enough();
    }
  }

  /** Records datagrams from everybody. */
  void listenToDatagrams() throws IOException, InterruptedException {
    UdpOptions datagrams = UdpOptions.standard().maxMessage(options.decoder().max()).of(endpoint);
    new UdpReceiving(console)
        .run(
            endpoint,
            datagrams,
            false,
            socket -> {
              limit(() -> socket.drain(Duration.ZERO));
              new DatagramRecorder(recording, options.decoder(), console).record(socket);
            });
  }

  /**
   * Records one connection, or one after the other.
   *
   * @param backoff how to connect again; null for not at all
   */
  void connect(@Nullable Backoff backoff) throws IOException {
    new Rehearsal(console).run();
    Thread self = Thread.currentThread();
    console.stop().interrupts(self);
    limit(self::interrupt);
    ClientBuilder client = Client.to(endpoint).options(bytes());
    try {
      if (backoff == null) {
        connectOnce(client);
      } else {
        connectForEver(client, backoff);
      }
    } catch (ConnectionInterrupted | ConnectionClosed | InterruptedIOException e) {
      if (!timeIsUp) {
        throw e;
      }
    }
  }

  private void connectOnce(ClientBuilder client) throws IOException {
    Connection connection = client.open();
    try {
      TlsReports.connected(connection, console);
      console.say("connected to " + connection.peer());
      recorder(connection.peer()).record(connection);
    } finally {
      connection.abort(); // nothing was sent that might still be on its way
    }
  }

  private void connectForEver(ClientBuilder client, Backoff backoff) throws IOException {
    Recorder recorder = recorder(endpoint);
    var reports = new OutageReports(console);
    var events =
        new ClientEvents() {
          @Override
          public void connected(Connection connection) {
            reports.connected(connection);
          }

          @Override
          public void lost(Endpoint peer, @Nullable IOException cause) {
            recorder.ended();
            reports.lost(peer, cause);
          }

          @Override
          public boolean triesAgain(IOException cause) {
            return reports.triesAgain(cause);
          }

          @Override
          public void attemptFailed(IOException cause, Duration retryIn) {
            reports.attemptFailed(cause, retryIn);
          }
        };
    try (Client peer = client.reconnect(backoff).events(events).open()) {
      recorder.record(peer);
    }
  }
}
