package dev.leat.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every framing does with plain messages; {@link FramingPropertiesTest} has the rest. */
class DecoderContractTest {
  static Stream<String> encoding() {
    return Framings.ENCODING.stream();
  }

  /** Framings that carry any message without special bytes, of up to a million bytes. */
  static Stream<String> carryingLong() {
    return encoding().filter(text -> Framings.accepts(Framing.parse(text), letters(1_000_000)));
  }

  private static Message letters(int count) {
    return Message.of("x".repeat(count));
  }

  private static List<Message> plainMessages(String text) {
    if (text.equals("json")) {
      return List.of(Message.of("1"), Message.of("[\"a\"]"));
    }
    int length = text.startsWith("fixed:") ? Integer.parseInt(text.substring(6)) : 5;
    return List.of(
        Message.of("vwxyzvwxyz".substring(0, length)),
        Message.of("zyxwvzyxwv".substring(0, length)));
  }

  private static byte[] stream(String text) throws UnencodableMessage {
    return Framings.encode(Framing.parse(text), plainMessages(text).toArray(Message[]::new));
  }

  @ParameterizedTest
  @MethodSource("encoding")
  void anyKindOfBufferIsRead(String text) throws UnencodableMessage {
    for (BufferKind kind : BufferKind.values()) {
      Feeding.Outcome outcome =
          Feeding.outcome(
              Framing.parse(text), DecoderOptions.standard(), stream(text), List.of(), kind);
      assertThat(outcome).isEqualTo(new Feeding.Outcome(plainMessages(text), null, 0));
    }
  }

  @ParameterizedTest
  @MethodSource("encoding")
  void anyKindOfBufferIsEncodedAndWrittenTo(String text) throws UnencodableMessage {
    Framing framing = Framing.parse(text);
    byte[] expected = stream(text);
    for (BufferKind kind : BufferKind.values()) {
      for (ByteBuffer target :
          List.of(
              ByteBuffer.allocate(100).position(9),
              ByteBuffer.allocateDirect(100).position(9),
              ByteBuffer.allocate(120).slice(7, 90).position(9))) {
        for (Message message : plainMessages(text)) {
          framing.encode(kind.of(message.bytes()), target);
        }
        assertThat(Framings.rest(target.flip().position(9))).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("encoding")
  void aDecoderKnowsWhetherAMessageHasBegun(String text) throws FramingException {
    Framing framing = Framing.parse(text);
    byte[] stream = stream(text);
    assumeTrue(framing.selfDelimiting());
    for (int length = 0; length <= stream.length; length++) {
      Decoder decoder = framing.decoder();
      ByteBuffer input = ByteBuffer.wrap(stream, 0, length);
      int messages = 0;
      while (decoder.decode(input) != null) {
        messages++;
      }
      if (messages == 0) {
        assertThat(decoder.begun(input)).as("after %d bytes", length).isEqualTo(length > 0);
      } else if (length == stream.length) {
        assertThat(decoder.begun(input)).as("after all bytes").isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("carryingLong")
  void aFrameThatComesByteByByteCostsLinearTime(String text) throws UnencodableMessage {
    Framing framing = Framing.parse(text);
    Message message = letters(1_000_000);
    ByteBuffer input = ByteBuffer.wrap(Framings.encode(framing, message));
    // Looking at all bytes again at each one would take 10^12 steps; this takes a second.
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          Decoder decoder = framing.decoder();
          ByteBuffer decoded = null;
          for (int limit = 0; decoded == null && limit <= input.capacity(); limit++) {
            decoded = decoder.decode(input.limit(limit));
          }
          assertThat(Message.copyOf(decoded)).isEqualTo(message);
          input.position(0);
          boolean skipped = false;
          for (int limit = 0; !skipped && limit <= input.capacity(); limit++) {
            skipped = decoder.skip(input.limit(limit));
          }
          assertThat(skipped).isTrue();
        });
  }

  @ParameterizedTest
  @MethodSource("encoding")
  void skippingGoesWhereDecodingGoes(String text) throws FramingException {
    ByteBuffer decoded = ByteBuffer.wrap(stream(text));
    ByteBuffer skipped = decoded.duplicate();
    Decoder decoder = Framing.parse(text).decoder();
    Decoder skipper = Framing.parse(text).decoder();
    for (Message message : plainMessages(text)) {
      assertThat(Message.copyOf(decoder.decode(decoded))).isEqualTo(message);
      assertThat(skipper.skip(skipped)).isTrue();
    }
    assertThat(decoder.decode(decoded)).isNull();
    assertThat(skipper.skip(skipped)).isFalse();
    assertThat(skipped.hasRemaining()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("encoding")
  void aDecoderGoesOnAfterAPartialMessageWasTaken(String text) throws FramingException {
    byte[] stream = stream(text);
    Decoder decoder = Framing.parse(text).decoder();
    ByteBuffer half = ByteBuffer.wrap(Framings.range(stream, 0, Math.min(2, stream.length - 1)));
    while (decoder.decode(half) != null) {}
    decoder.takePartial(half);
    assertThat(half.hasRemaining()).isFalse();
    ByteBuffer whole = ByteBuffer.wrap(stream);
    for (Message message : plainMessages(text)) {
      assertThat(Message.copyOf(decoder.decode(whole))).isEqualTo(message);
    }
  }

  @Test
  void limitsBelowOneByteAreRefused() {
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> DecoderOptions.standard().max(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("max must be at least 1 byte, not 0");
  }
}
