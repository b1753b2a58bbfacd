package dev.leat.framing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DelimiterBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.protobuf.ProtobufVarint32FrameDecoder;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/** The same bytes, cut at the same places, through Netty's decoders and ours. */
class NettyDifferentialTest {
  /** Netty hands out nothing of a message that the end cuts off. */
  private static final DecoderOptions COMPLETE = DecoderOptions.standard().partial(Partial.DROP);

  private static final int MAX = DecoderOptions.DEFAULT_MAX;

  @Provide
  Arbitrary<byte[]> lineBytes() {
    return Arbitraries.of((byte) 'a', (byte) 'b', (byte) '\r', (byte) '\n', (byte) ';', (byte) 0xff)
        .array(byte[].class)
        .ofMaxSize(60);
  }

  @Provide
  Arbitrary<byte[]> smallNumbers() {
    return Arbitraries.frequencyOf(
            Tuple.of(20, Arbitraries.bytes().between((byte) 0, (byte) 9)),
            Tuple.of(1, Arbitraries.bytes()))
        .array(byte[].class)
        .ofMaxSize(120);
  }

  @Provide
  Arbitrary<List<Integer>> cuts() {
    return Streams.cuts();
  }

  private static Feeding.Outcome ours(
      Framing framing, DecoderOptions options, byte[] stream, List<Integer> cuts) {
    return Feeding.outcome(framing, options, stream, cuts, BufferKind.HEAP);
  }

  @Property(tries = 1000, shrinking = ShrinkingMode.BOUNDED)
  void linesAreThoseOfLineBasedFrameDecoder(
      @ForAll("lineBytes") byte[] stream, @ForAll("cuts") List<Integer> any) {
    List<Integer> cuts = Streams.fit(any, stream);
    var netty = new NettyStream(new LineBasedFrameDecoder(MAX), stream, cuts);
    assertThat(netty.errors()).isEmpty();
    assertThat(ours(Framing.lines(), COMPLETE, stream, cuts).messages())
        .isEqualTo(netty.messages());
  }

  /** In one piece: Netty counts a CR whose LF has not come. */
  @Property(tries = 1000, shrinking = ShrinkingMode.BOUNDED)
  void linesThatAreTooLongAreThoseOfLineBasedFrameDecoder(@ForAll("lineBytes") byte[] any) {
    byte[] stream = Framings.join(any, new byte[] {'\n'});
    var netty = new NettyStream(new LineBasedFrameDecoder(4), stream, List.of());
    var ours = ours(Framing.lines(), COMPLETE.max(4).tooLong(TooLong.DROP), stream, List.of());
    assertThat(ours.messages()).isEqualTo(netty.messages());
    assertThat(ours.dropped()).isEqualTo(netty.errors().size());
  }

  @Provide
  Arbitrary<List<String>> delimiters() {
    return Arbitraries.of(
        List.of(";"),
        List.of("\r\n"),
        List.of("aab"),
        List.of("aa"),
        List.of(";", "\r\n"),
        List.of("\n\n", ";", "b"));
  }

  @Property(tries = 1500, shrinking = ShrinkingMode.BOUNDED)
  void delimitedMessagesAreThoseOfDelimiterBasedFrameDecoder(
      @ForAll("delimiters") List<String> delimiters,
      @ForAll("lineBytes") byte[] stream,
      @ForAll("cuts") List<Integer> any) {
    List<Integer> cuts = Streams.fit(any, stream);
    ByteBuf[] theirs =
        delimiters.stream()
            .map(Framings::bytes)
            .map(Unpooled::wrappedBuffer)
            .toArray(ByteBuf[]::new);
    var netty = new NettyStream(new DelimiterBasedFrameDecoder(MAX, theirs), stream, cuts);
    Framing framing =
        new Delimited(
            new Delimiters(delimiters.stream().map(Framings::bytes).toArray(byte[][]::new)));
    assertThat(netty.errors()).isEmpty();
    assertThat(ours(framing, COMPLETE, stream, cuts).messages()).isEqualTo(netty.messages());
  }

  @Provide
  Arbitrary<BinaryLength> lengths() {
    Arbitrary<Integer> adjusts = Arbitraries.integers().between(-9, 9);
    Arbitrary<Integer> small = Arbitraries.integers().between(0, 6);
    return Combinators.combine(
            Arbitraries.of(1, 2, 3, 4, 8),
            Arbitraries.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN),
            adjusts,
            Arbitraries.of(true, false),
            small,
            small)
        .as(BinaryLength::new);
  }

  /**
   * Lengths mostly as small as {@link #smallNumbers}, in whichever of the length's bytes counts
   * least.
   */
  private static byte[] stream(BinaryLength framing, byte[] numbers) {
    byte[] stream = {};
    for (byte number : numbers) {
      byte[] header = new byte[framing.offset() + framing.width()];
      header[framing.order() == ByteOrder.BIG_ENDIAN ? header.length - 1 : framing.offset()] =
          number;
      stream = Framings.join(stream, header);
      stream =
          Framings.join(
              stream,
              new byte
                  [Math.max(
                      0, number + framing.adjust() - (framing.inclusive() ? header.length : 0))]);
    }
    return stream;
  }

  @Property(tries = 2000, shrinking = ShrinkingMode.BOUNDED)
  void lengthsAreThoseOfLengthFieldBasedFrameDecoder(
      @ForAll("lengths") BinaryLength framing,
      @ForAll("smallNumbers") byte[] numbers,
      @ForAll boolean regular,
      @ForAll("cuts") List<Integer> any) {
    byte[] stream =
        regular
            ? stream(framing, Framings.range(numbers, 0, Math.min(8, numbers.length)))
            : numbers;
    List<Integer> cuts = Streams.fit(any, stream);
    int end = framing.offset() + framing.width();
    int adjust = framing.adjust() - (framing.inclusive() ? end : 0);
    var netty =
        new NettyStream(
            new LengthFieldBasedFrameDecoder(
                framing.order(),
                MAX,
                framing.offset(),
                framing.width(),
                adjust,
                framing.strip(),
                true),
            stream,
            cuts);
    Feeding.Outcome ours = ours(framing, COMPLETE, stream, cuts);
    assertThat(ours.messages()).isEqualTo(netty.beforeError());
    if (!netty.errors().isEmpty()) {
      assertThat(ours.error()).isIn(MalformedFrame.class, FrameTooLong.class);
    } else if (ours.error() != null) {
      // Netty notices that there is less to strip when the frame has come; it is known from the
      // header.
      assertThat(ours.error()).isEqualTo(MalformedFrame.class);
      assertThat(framing.strip()).isGreaterThan(end);
    }
  }

  /**
   * For Netty in one piece, with all lengths complete: up to 4.2.18 it misreads a length that a
   * read cuts off (netty/netty#17549).
   */
  @Property(tries = 1000, shrinking = ShrinkingMode.BOUNDED)
  void varintsAreThoseOfProtobufVarint32FrameDecoder(
      @ForAll("varints") byte[] some, @ForAll("cuts") List<Integer> cuts) {
    byte[] stream = Framings.join(some, new byte[5]);
    var netty = new NettyStream(new ProtobufVarint32FrameDecoder(), stream, List.of());
    Feeding.Outcome ours =
        ours(Framing.varint(), COMPLETE.max(Integer.MAX_VALUE), stream, Streams.fit(cuts, stream));
    if (netty.errors().isEmpty() && ours.error() != null) {
      // Netty passes over the bits of the fifth byte that have no place in 32.
      assertThat(ours.error()).isEqualTo(MalformedFrame.class);
      assertThat(netty.messages()).startsWith(ours.messages().toArray(Message[]::new));
    } else {
      assertThat(ours.messages()).isEqualTo(netty.beforeError());
      assertThat(ours.error() != null).isEqualTo(!netty.errors().isEmpty());
    }
  }

  @Provide
  Arbitrary<byte[]> varints() {
    Arbitrary<byte[]> noise =
        Arbitraries.oneOf(
                Arbitraries.bytes().between((byte) 0, (byte) 9),
                Arbitraries.of((byte) 0x80, (byte) 0xff, (byte) 0x81))
            .array(byte[].class)
            .ofMaxSize(30);
    Arbitrary<byte[]> frames =
        Arbitraries.integers()
            .between(0, 300)
            .map(length ->
                Framings.join(
                    length < 128
                        ? new byte[] {(byte) (int) length}
                        : new byte[] {(byte) (length | 0x80), (byte) (length >> 7)},
                    new byte[length]));
    return Arbitraries.oneOf(
        noise,
        frames.list().ofMaxSize(5).map(list -> list.stream().reduce(new byte[0], Framings::join)));
  }

  @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED)
  void lengthsAreWrittenAsLengthFieldPrependerDoes(
      @ForAll("messages") Message message, @ForAll("lengths") BinaryLength any)
      throws UnencodableMessage {
    var framing =
        new BinaryLength(any.width(), any.order(), any.adjust(), any.inclusive(), 0, any.width());
    if (Framings.accepts(framing, message)) {
      // There the adjustment is added on writing.
      var netty =
          new EmbeddedChannel(
              new LengthFieldPrepender(any.order(), any.width(), -any.adjust(), any.inclusive()));
      netty.writeOutbound(Unpooled.wrappedBuffer(message.bytes()));
      byte[] written =
          Stream.<ByteBuf>generate(netty::readOutbound)
              .takeWhile(out -> out != null)
              .map(NettyStream::take)
              .reduce(new byte[0], Framings::join);
      assertThat(Framings.encode(framing, message)).isEqualTo(written);
    }
  }

  @Provide
  Arbitrary<Message> messages() {
    return Streams.messages("u16be");
  }
}
