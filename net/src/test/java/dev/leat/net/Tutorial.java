package dev.leat.net;

import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import java.io.IOException;
import java.time.Duration;

/** The code of the package comment. {@link TutorialTest} keeps the two alike, and runs it. */
final class Tutorial {

  void echo(Server server) {
    server.serve(connection -> {
      for (Message message; (message = connection.receive()) != null; ) {
        connection.send(message);
      }
    });
  }

  void echoFast(Server server) {
    server.serve(connection -> connection.answer((message, replies) -> replies.send(message)));
  }

  Message ask(String endpoint, String question) throws IOException {
    try (var connection = Client.connect(endpoint, Framing.lines())) {
      connection.send(question);
      return connection.receive(Duration.ofSeconds(2));
    }
  }

  Message askForLife(String endpoint, String hello, String question) throws IOException {
    try (var client =
        Client.to(endpoint)
            .framing("lines")
            .reconnect(Backoff.standard(), again -> again.send(hello))
            .open()) {
      client.send(question);
      return client.receive(); // over any number of outages
    }
  }

  void echoDatagrams(UdpSocket socket) throws IOException {
    for (Datagram datagram; (datagram = socket.receive()) != null; ) {
      socket.reply(datagram, datagram.message());
    }
  }
}
