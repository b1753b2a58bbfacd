package dev.leat.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** What holds for every framing, every message and every split. */
class FramingPropertiesTest {
  /** A framing and messages that it can carry. */
  record Conversation(String text, List<Message> messages) {
    Framing framing() {
      return Framing.parse(text);
    }

    byte[] stream() throws UnencodableMessage {
      return Framings.encode(framing(), messages.toArray(Message[]::new));
    }
  }

  @Provide
  Arbitrary<Conversation> conversations() {
    return Arbitraries.of(Framings.ENCODING)
        .flatMap(text ->
            Streams.messages(text)
                .filter(10_000, message -> Framings.accepts(Framing.parse(text), message))
                .list()
                .ofMaxSize(4)
                .map(messages -> new Conversation(text, messages)));
  }

  @Provide
  Arbitrary<List<Integer>> cuts() {
    return Streams.cuts();
  }

  @Property(tries = 1200, shrinking = ShrinkingMode.BOUNDED)
  void whatIsEncodedComesBackWhereverTheBytesAreCut(
      @ForAll("conversations") Conversation conversation,
      @ForAll("cuts") List<Integer> cuts,
      @ForAll BufferKind kind)
      throws UnencodableMessage {
    byte[] stream = conversation.stream();
    var expected = new Feeding.Outcome(conversation.messages(), null, 0);
    var options = DecoderOptions.standard();
    assertThat(
            Feeding.outcome(
                conversation.framing(), options, stream, Streams.fit(cuts, stream), kind))
        .isEqualTo(expected);
    assertThat(
            Feeding.outcome(
                conversation.framing(), options, stream, Feeding.everyByte(stream), kind))
        .isEqualTo(expected);
  }

  @Property(tries = 800, shrinking = ShrinkingMode.BOUNDED)
  void aMessageOfTheMaximumIsNotTooLong(
      @ForAll("conversations") Conversation conversation, @ForAll("cuts") List<Integer> cuts)
      throws UnencodableMessage {
    int longest = conversation.messages().stream().mapToInt(Message::size).max().orElse(0);
    var options = DecoderOptions.standard().max(Math.max(1, longest));
    byte[] stream = conversation.stream();
    assertThat(
            Feeding.outcome(
                conversation.framing(),
                options,
                stream,
                Streams.fit(cuts, stream),
                BufferKind.HEAP))
        .isEqualTo(new Feeding.Outcome(conversation.messages(), null, 0));
  }

  @Property(tries = 800, shrinking = ShrinkingMode.BOUNDED)
  void framesPassedOnVerbatimAreTheSameMessages(
      @ForAll("conversations") Conversation conversation, @ForAll("cuts") List<Integer> cuts)
      throws FramingException {
    byte[] passed = Feeding.passedOn(conversation.framing(), pieces(conversation.stream(), cuts));
    assertThat(
            Feeding.outcome(conversation.framing(), DecoderOptions.standard(), passed).messages())
        .isEqualTo(conversation.messages());
  }

  @Property(tries = 1200, shrinking = ShrinkingMode.BOUNDED)
  void anEncoderTakesWhatComesBackAndRefusesTheRest(@ForAll("attempts") Attempt attempt) {
    Framing framing = Framing.parse(attempt.text());
    byte[] frame = Streams.naiveFrame(framing, attempt.message());
    byte[] twice = Framings.join(frame, frame);
    var back = Feeding.outcome(framing, DecoderOptions.standard(), twice);
    boolean comesBack =
        back.equals(new Feeding.Outcome(List.of(attempt.message(), attempt.message()), null, 0));
    assertThat(Framings.accepts(framing, attempt.message())).isEqualTo(comesBack);
  }

  /** A framing and a message that it may not be able to carry. */
  record Attempt(String text, Message message) {}

  @Provide
  Arbitrary<Attempt> attempts() {
    return Arbitraries.of(Streams.NAIVE)
        .flatMap(text -> Streams.messages(text).map(message -> new Attempt(text, message)));
  }

  @Property(tries = 1200, shrinking = ShrinkingMode.BOUNDED)
  void anEncoderWithoutRoomWritesNothing(@ForAll("conversations") Conversation conversation)
      throws UnencodableMessage {
    for (Message message : conversation.messages()) {
      Framing framing = conversation.framing();
      int size = Framings.encode(framing, message).length;
      assertThat((long) size).isLessThanOrEqualTo(framing.frameBound(message.size()));
      ByteBuffer source = message.buffer();
      ByteBuffer exact = ByteBuffer.allocateDirect(size);
      framing.encode(source, exact);
      assertThat(source.hasRemaining() || exact.hasRemaining()).isFalse();
      if (size > 0) {
        ByteBuffer small = ByteBuffer.allocate(size - 1);
        assertThatThrownBy(() -> framing.encode(source.rewind(), small))
            .isInstanceOf(BufferOverflowException.class);
        assertThat(source.position()).isZero();
        assertThat(small.position()).isZero();
      }
    }
  }

  /** A framing, any bytes, and any limits. */
  record Noise(String text, Message bytes, DecoderOptions options) {
    byte[] stream() {
      return bytes.bytes();
    }

    @Override
    public String toString() {
      return text + " " + options + " " + Bytes.quote(stream());
    }
  }

  @Provide
  Arbitrary<Noise> noise() {
    return Arbitraries.of(Framings.cutAnywhere())
        .flatMap(text ->
            Combinators.combine(Streams.noise(text), Streams.options(text))
                .as((stream, options) -> new Noise(text, Message.of(stream), options)));
  }

  @Property(tries = 5000, shrinking = ShrinkingMode.BOUNDED)
  void anyBytesGiveTheSameMessagesAndErrorsWhereverTheyAreCut(
      @ForAll("noise") Noise noise, @ForAll("cuts") List<Integer> cuts) {
    Framing framing = Framing.parse(noise.text());
    var whole = Feeding.outcome(framing, noise.options(), noise.stream());
    assertThat(whole.messages())
        .allSatisfy(
            message -> assertThat(message.size()).isLessThanOrEqualTo(noise.options().max()));
    if (whole.error() != null) {
      assertThat(whole.error())
          .isIn(FrameTooLong.class, MalformedFrame.class, TruncatedFrame.class);
    }
    assertThat(
            Feeding.outcome(
                framing,
                noise.options(),
                noise.stream(),
                Streams.fit(cuts, noise.stream()),
                BufferKind.DIRECT))
        .isEqualTo(whole);
    assertThat(
            Feeding.outcome(
                framing,
                noise.options(),
                noise.stream(),
                Feeding.everyByte(noise.stream()),
                BufferKind.HEAP))
        .isEqualTo(whole);
  }

  @Property(tries = 3000, shrinking = ShrinkingMode.BOUNDED)
  void goingPastFramesFindsWhatDecodingFinds(
      @ForAll("noise") Noise noise,
      @ForAll("cuts") List<Integer> cuts,
      @ForAll @IntRange(max = 40) int within,
      @ForAll BufferKind kind) {
    Framing framing = Framing.parse(noise.text());
    List<byte[]> pieces = pieces(noise.stream(), cuts);
    assertThat(Feeding.skippedThrough(framing, noise.options(), pieces, within, kind))
        .isEqualTo(Feeding.decodedThrough(framing, noise.options(), noise.stream()));
  }

  private static List<byte[]> pieces(byte[] stream, List<Integer> cuts) {
    List<byte[]> pieces = new ArrayList<>();
    int from = 0;
    for (int to : Streams.fit(cuts, stream)) {
      pieces.add(Framings.range(stream, from, to));
      from = to;
    }
    pieces.add(Framings.range(stream, from, stream.length));
    return pieces;
  }

  @Property(tries = 1200, shrinking = ShrinkingMode.BOUNDED)
  void aPartialMessageIsWithinTheMaximumAndLeavesTheDecoderAtANewFrame(@ForAll("noise") Noise noise)
      throws FramingException {
    Framing framing = Framing.parse(noise.text());
    Decoder decoder = framing.decoder(noise.options());
    ByteBuffer input = ByteBuffer.wrap(noise.stream());
    try {
      for (ByteBuffer message; (message = decoder.decode(input)) != null; ) {
        assertThat(message.remaining()).isLessThanOrEqualTo(noise.options().max());
      }
    } catch (FramingException e) {
      assertThat(decoder.takePartial(input)).isNull();
      return;
    }
    for (ByteBuffer partial; (partial = decoder.takePartial(input)) != null; ) {
      assertThat(partial.remaining()).isBetween(0, noise.options().max());
    }
    assertThat(input.hasRemaining()).isFalse();
    assertThat(decoder.finish(input)).isNull();
  }
}
