package dev.leat.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AcceptorTest {
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<SocketChannel> served = new LinkedBlockingQueue<>();

  private Acceptor acceptor(ServerSocketChannel channel, ServerEvents events) {
    return new Acceptor(
        new Listener(channel, Endpoint.tcp(Endpoint.LOCALHOST, 0), null),
        new Admission(Limits.standard(), () -> {}),
        events,
        (accepted, from) -> served.add(accepted));
  }

  @Test
  void whateverAcceptThrowsOthersAreAcceptedAfterwards() throws Exception {
    try (var listener =
        new Faulty(List.of(new InternalError("a bug"), new IllegalStateException("another")))) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
      var acceptor =
          acceptor(
              listener,
              new ServerEvents() {
                @Override
                public void acceptFailed(IOException failure, Duration retryIn) {
                  told.add(failure.getMessage());
                  throw new InternalError("a bug of the listener's");
                }
              });
      acceptor.start("acceptor");
      try (var client = SocketChannel.open(listener.getLocalAddress());
          var accepted = Patience.next(served)) {
        assertThat(accepted.getRemoteAddress()).isEqualTo(client.getLocalAddress());
      }
      assertThat(Patience.next(told))
          .isEqualTo("cannot accept a connection: java.lang.InternalError: a bug");
      assertThat(Patience.next(told)).endsWith("another");
    }
  }

  /** Throws these things before it accepts anybody. */
  private static final class Faulty extends ServerSocketChannel {
    private final ServerSocketChannel sound;
    private final Queue<Throwable> failures;

    Faulty(List<Throwable> failures) throws IOException {
      this(failures, ServerSocketChannel.open());
    }

    private Faulty(List<Throwable> failures, ServerSocketChannel sound) {
      super(sound.provider());
      this.sound = sound;
      this.failures = new ArrayDeque<>(failures);
    }

    @Override
    public SocketChannel accept() throws IOException {
      return switch (failures.poll()) {
        case Error e -> throw e;
        case RuntimeException e -> throw e;
        case null, default -> sound.accept();
      };
    }

    @Override
    public ServerSocketChannel bind(SocketAddress local, int backlog) throws IOException {
      sound.bind(local, backlog);
      return this;
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
      return sound.getLocalAddress();
    }

    @Override
    public ServerSocket socket() {
      return sound.socket();
    }

    @Override
    public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
      sound.setOption(name, value);
      return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
      return sound.getOption(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
      return sound.supportedOptions();
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
      sound.close();
    }

    @Override
    protected void implConfigureBlocking(boolean block) throws IOException {
      sound.configureBlocking(block);
    }
  }
}
