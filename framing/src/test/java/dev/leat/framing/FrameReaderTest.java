package dev.leat.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameReaderTest {
  private static List<Message> readAll(FrameReader reader) throws IOException {
    List<Message> messages = new ArrayList<>();
    for (Message message; (message = reader.read()) != null; ) {
      messages.add(message);
    }
    return messages;
  }

  @ParameterizedTest
  @MethodSource("dev.leat.framing.DecoderContractTest#carryingLong")
  void messagesOfAllSizesAreReadWhateverTheReadsBring(String text) throws IOException {
    Framing framing = Framing.parse(text);
    Message[] messages =
        IntStream.of(1, 900, 1024, 3, 200_000, 5, 70_000, 2)
            .mapToObj(size -> Message.of("x".repeat(size)))
            .toArray(Message[]::new);
    byte[] stream = Framings.encode(framing, messages);
    for (List<Integer> cuts :
        List.of(
            List.<Integer>of(), List.of(1, 2, 1000, 5000, 100_000), List.of(stream.length - 1))) {
      try (var reader = new FrameReader(new Pieces(stream, cuts), framing)) {
        assertThat(readAll(reader)).containsExactly(messages);
        assertThat(reader.read()).isNull();
        assertThat(reader.dropped()).isZero();
      }
    }
  }

  @Test
  void aFileIsRead(@TempDir Path folder) throws IOException {
    List<String> lines = Stream.iterate(0, i -> i + 1).limit(50_000).map(i -> "line " + i).toList();
    Path file = Files.write(folder.resolve("lines.txt"), lines);
    try (var reader = new FrameReader(FileChannel.open(file), Framing.lines())) {
      assertThat(readAll(reader)).map(Message::text).isEqualTo(lines);
    }
  }

  @Test
  void aLentMessageIsReadWithoutACopy() throws IOException {
    try (var reader =
        new FrameReader(new Pieces(Framings.bytes("a\nb\n"), List.of()), Framing.lines())) {
      ByteBuffer first = reader.lend();
      ByteBuffer second = reader.lend();
      assertThat(second.arrayOffset() - first.arrayOffset())
          .as("bytes from one to the other")
          .isEqualTo(2);
      assertThat(second.get()).isEqualTo((byte) 'b');
    }
  }

  @Test
  void theLimitsAreInForce() throws IOException {
    var four = DecoderOptions.standard().max(4);
    try (var reader =
        new FrameReader(
            new Pieces(Framings.bytes("a\nabcdef\nb\nc"), List.of()),
            Framing.lines(),
            four.tooLong(TooLong.DROP).partial(Partial.DROP))) {
      assertThat(readAll(reader)).isEqualTo(Expect.messages("a", "b"));
      assertThat(reader.dropped()).isEqualTo(2);
    }
    try (var reader =
        new FrameReader(new Pieces(Framings.bytes("\u0003ab"), List.of()), Framing.parse("u8"))) {
      assertThatThrownBy(reader::read)
          .isInstanceOf(TruncatedFrame.class)
          .hasMessage("socket connection broken: 2 of 3 bytes");
      assertThatThrownBy(reader::read).isInstanceOf(TruncatedFrame.class);
    }
  }

  @Test
  void withoutFramingEachReadIsAMessage() throws IOException {
    try (var reader =
        new FrameReader(new Pieces(Framings.bytes("abcdef"), List.of(2, 3)), Framing.raw())) {
      assertThat(readAll(reader)).isEqualTo(Expect.messages("ab", "c", "def"));
    }
  }

  @Test
  void closingClosesTheChannel() throws IOException {
    var source = new Pieces(new byte[0], List.of());
    new FrameReader(source, Framing.lines()).close();
    assertThat(source.isOpen()).isFalse();
  }

  @Test
  void aChannelThatDoesNotBlockIsRefused() throws IOException {
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    try (var sink = pipe.sink();
        var reader = new FrameReader(pipe.source(), Framing.lines())) {
      assertThat(sink.isOpen()).isTrue();
      assertThatThrownBy(reader::read).isInstanceOf(IllegalBlockingModeException.class);
    }
  }
}
