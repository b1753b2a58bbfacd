package dev.leat.cli.udp;

import dev.leat.cli.shell.Announcement;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Stop;
import dev.leat.net.Endpoint;
import dev.leat.net.UdpOptions;
import dev.leat.net.UdpSocket;
import java.io.IOException;
import java.util.Map;

/** A socket that receives from everybody, from its announcement to the report at its end. */
public final class UdpReceiving {
  private final Console console;

  public UdpReceiving(Console console) {
    this.console = console;
  }

  /** What is done with the socket: it ends when there is nothing more to receive. */
  public interface Work {
    void on(UdpSocket socket) throws IOException;
  }

  /**
   * Opens the socket and works until the command is asked to end; what has come by then is still
   * received.
   *
   * @param live whether standard error is free for a live line
   */
  public void run(Endpoint endpoint, UdpOptions options, boolean live, Work work)
      throws IOException, InterruptedException {
    UdpSocket socket = UdpSocket.bind(endpoint.options(Map.of()), options);
    var report = new UdpReport(console, socket);
    Thread line = Thread.ofVirtual().name("leat-live-line").unstarted(report::live);
    try (socket) {
      Announcement.of(socket.addresses(), console);
      report.buffer();
      console.stop().onRequest(() -> socket.drain(Stop.GRACE.dividedBy(2)));
      if (live && console.errIsTerminal() && !console.quiet()) {
        line.start();
      }
      work.on(socket);
    } finally {
      line.interrupt();
      line.join();
      report.end();
    }
  }
}
