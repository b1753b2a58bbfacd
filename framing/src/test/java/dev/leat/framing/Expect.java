package dev.leat.framing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

/** Short forms in which a test says streams and messages; in all texts each char is a byte. */
final class Expect {
  private Expect() {}

  static List<Message> messages(String... latin1) {
    return Stream.of(latin1).map(Framings::bytes).map(Message::of).toList();
  }

  /** The messages of a whole stream that ends well, cut at no byte and at every byte. */
  static List<Message> decoded(String framing, String stream) {
    return decoded(framing, DecoderOptions.standard(), stream);
  }

  static List<Message> decoded(String framing, DecoderOptions options, String stream) {
    Feeding.Outcome outcome = outcome(framing, options, stream);
    assertThat(outcome.error()).isNull();
    return outcome.messages();
  }

  static Feeding.Outcome outcome(String framing, DecoderOptions options, String stream) {
    byte[] bytes = Framings.bytes(stream);
    Framing parsed = Framing.parse(framing);
    Feeding.Outcome whole = Feeding.outcome(parsed, options, bytes);
    assertThat(Feeding.outcome(parsed, options, bytes, Feeding.everyByte(bytes), BufferKind.DIRECT))
        .isEqualTo(whole);
    return whole;
  }

  /** The error that ends the stream. */
  static FramingException error(String framing, DecoderOptions options, String stream) {
    var feeding = new Feeding(Framing.parse(framing), options, BufferKind.READ_ONLY);
    feeding.feed(Framings.bytes(stream)).finish();
    assertThat(feeding.error()).as("error of " + framing).isNotNull();
    return feeding.error();
  }

  static FramingException error(String framing, String stream) {
    return error(framing, DecoderOptions.standard(), stream);
  }

  static String encoded(String framing, String... messages) throws UnencodableMessage {
    byte[] stream =
        Framings.encode(Framing.parse(framing), messages(messages).toArray(Message[]::new));
    return new String(stream, java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}
