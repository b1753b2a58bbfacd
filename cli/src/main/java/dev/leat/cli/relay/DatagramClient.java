package dev.leat.cli.relay;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Reasons;
import dev.leat.framing.Message;
import dev.leat.framing.UnencodableMessage;
import dev.leat.net.Datagram;
import dev.leat.net.Endpoint;
import dev.leat.net.UdpSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One who sends datagrams to us, known by its address. It is gone when it has been silent for a
 * minute; a second of silence is enough once the other side has finished.
 */
final class DatagramClient implements Party {
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final int MOST_WAITING = 1024;

  private final UdpSocket socket;
  private final Datagram first;
  private final Console console;
  private final BlockingQueue<Message> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private volatile boolean finished;
  private volatile long active = System.nanoTime();

  /**
   * @param first its first datagram, which is not waiting yet
   */
  DatagramClient(UdpSocket socket, Datagram first, Console console) {
    this.socket = socket;
    this.first = first;
    this.console = console;
  }

  @Override
  public Endpoint peer() {
    return first.sender();
  }

  /** Takes a datagram of its; false if too many are waiting. */
  boolean offer(Message message) {
    active = System.nanoTime();
    return waiting.offer(message);
  }

  @Override
  public List<Message> receive() throws IOException {
    List<Message> messages = new ArrayList<>();
    try {
      Message message;
      do {
        message = waiting.poll(DatagramUpstream.SILENCE.toNanos(), TimeUnit.NANOSECONDS);
      } while (message == null && !finished && System.nanoTime() - active < IDLE.toNanos());
      if (message != null) {
        messages.add(message);
        waiting.drainTo(messages);
      }
      return messages;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  @Override
  public void send(List<Message> messages) throws IOException {
    active = System.nanoTime();
    for (Message message : messages) {
      try {
        socket.reply(first, message);
      } catch (UnencodableMessage e) {
        console.error("not sent: " + Reasons.of(e));
      }
    }
  }

  @Override
  public void finish() {
    finished = true;
  }

  /** The socket is everybody's. */
  @Override
  public void close() {
    finished = true;
  }
}
