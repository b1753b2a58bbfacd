package dev.leat.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * Accepts the connections of one listening socket and hands over those that the limits allow. It
 * accepts first and asks for a place then, so that it holds at most one connection that nobody
 * serves.
 */
final class Acceptor implements Runnable {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final ServerSocketChannel listener;
  private final Admission admission;
  private final ServerEvents events;
  private final Admitted admitted;

  /** Takes over a connection that has its place. */
  interface Admitted {
    void begin(SocketChannel channel) throws IOException;
  }

  Acceptor(
      ServerSocketChannel listener, Admission admission, ServerEvents events, Admitted admitted) {
    this.listener = listener;
    this.admission = admission;
    this.events = events;
    this.admitted = admitted;
  }

  /** Until the listening socket is closed or the thread interrupted. */
  @Override
  public void run() {
    Duration pause = FIRST_PAUSE;
    while (listener.isOpen()) {
      try {
        SocketChannel channel = listener.accept();
        pause = FIRST_PAUSE;
        admit(channel);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        // Out of file descriptors, most likely. The connection stays in the backlog; trying again
        // at once would only burn the processor.
        events.acceptFailed(e, pause);
        if (!sleep(pause)) {
          return;
        }
        pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void admit(SocketChannel channel) throws IOException, InterruptedException {
    var peer = (InetSocketAddress) channel.getRemoteAddress();
    if (!admission.enterAddress(peer.getAddress())) {
      refuse(channel, peer, admission.addressFull());
      return;
    }
    boolean entered = false;
    try {
      entered = admission.enter();
    } finally {
      if (!entered) {
        admission.leaveAddress(peer.getAddress());
        refuse(channel, peer, admission.full());
      }
    }
    if (entered) {
      admitted.begin(channel);
    }
  }

  private void refuse(SocketChannel channel, InetSocketAddress peer, String reason)
      throws IOException {
    channel.close();
    events.refused(Endpoint.of(peer), reason);
  }

  private static boolean sleep(Duration pause) {
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private static Duration min(Duration left, Duration right) {
    return left.compareTo(right) < 0 ? left : right;
  }
}
