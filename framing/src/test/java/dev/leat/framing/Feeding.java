package dev.leat.framing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A caller that does with a decoder what its contract says, and checks that the decoder does too.
 */
final class Feeding {
  /**
   * What came of a stream: its messages, the class of the error that ended it, and what was lost.
   */
  record Outcome(List<Message> messages, @Nullable Class<?> error, long dropped) {}

  private final Framing framing;
  private final long mostRetained;
  private final BufferKind kind;
  final Decoder decoder;
  private final List<Message> messages = new ArrayList<>();
  private byte[] kept = {};
  private @Nullable FramingException error;

  Feeding(Framing framing, DecoderOptions options, BufferKind kind) {
    this.framing = framing;
    this.kind = kind;
    decoder = framing.decoder(options);
    mostRetained = options.max() + Framings.overhead(framing);
  }

  /** The whole stream cut at ascending places, and its end. */
  static Outcome outcome(
      Framing framing, DecoderOptions options, byte[] stream, List<Integer> cuts, BufferKind kind) {
    var feeding = new Feeding(framing, options, kind);
    int from = 0;
    for (int to : cuts) {
      feeding.feed(Framings.range(stream, from, to));
      from = to;
    }
    feeding.feed(Framings.range(stream, from, stream.length));
    feeding.finish();
    return new Outcome(
        feeding.messages,
        feeding.error == null ? null : feeding.error.getClass(),
        feeding.decoder.dropped());
  }

  static Outcome outcome(Framing framing, DecoderOptions options, byte[] stream) {
    return outcome(framing, options, stream, List.of(), BufferKind.HEAP);
  }

  static List<Integer> everyByte(byte[] stream) {
    List<Integer> cuts = new ArrayList<>();
    for (int i = 1; i < stream.length; i++) {
      cuts.add(i);
    }
    return cuts;
  }

  List<Message> messages() {
    return messages;
  }

  @Nullable FramingException error() {
    return error;
  }

  /** Bytes that the decoder has left for the next call. */
  byte[] kept() {
    return kept;
  }

  Feeding feed(byte[] piece) {
    step(piece, false);
    return this;
  }

  Feeding finish() {
    step(new byte[0], true);
    return this;
  }

  private void step(byte[] piece, boolean ending) {
    if (error != null) {
      return;
    }
    byte[] bytes = Framings.join(kept, piece);
    ByteBuffer input = kind.of(bytes);
    int start = input.position();
    int limit = input.limit();
    try {
      for (int calls = 0; ; calls++) {
        assertThat(calls)
            .as("messages out of %d bytes", bytes.length)
            .isLessThanOrEqualTo(bytes.length + 1);
        int before = input.position();
        ByteBuffer lent = ending ? decoder.finish(input) : decoder.decode(input);
        assertThat(input.position()).isBetween(before, limit);
        assertThat(input.limit()).isEqualTo(limit);
        if (lent == null) {
          break;
        }
        messages.add(Message.copyOf(lent));
      }
      kept = Framings.rest(input);
      assertThat((long) kept.length)
          .as("bytes retained by %s", framing)
          .isLessThanOrEqualTo(ending ? 0 : mostRetained);
    } catch (FramingException e) {
      error = e;
      assertThat(e).isNotInstanceOf(UnencodableMessage.class);
      assertThatThisSticks(input, e);
      if (ending) {
        assertThat(input.remaining()).isZero();
      }
    }
    byte[] after = new byte[bytes.length];
    input.get(start, after);
    assertThat(after).as("the input, which is never written to").isEqualTo(bytes);
  }

  private void assertThatThisSticks(ByteBuffer input, FramingException first) {
    for (Step step : List.<Step>of(decoder::decode, decoder::skip, decoder::finish)) {
      FramingException again = null;
      try {
        step.take(input.duplicate());
      } catch (FramingException e) {
        again = e;
      }
      assertThat(again).isSameAs(first);
    }
    assertThat(decoder.takePartial(input)).isNull();
  }

  private interface Step {
    Object take(ByteBuffer input) throws FramingException;
  }

  /**
   * The frames of these pieces passed on verbatim where {@link Decoder#skip} allows it, else
   * encoded anew.
   */
  static byte[] passedOn(Framing framing, List<byte[]> pieces) throws FramingException {
    Decoder decoder = framing.decoder();
    var passed = new ByteArrayOutputStream();
    byte[] kept = {};
    for (byte[] piece : pieces) {
      ByteBuffer input = ByteBuffer.wrap(Framings.join(kept, piece));
      ByteBuffer message;
      do {
        int from = input.position();
        while (decoder.skip(input)) {
          assertThat(input.position()).isGreaterThan(from);
        }
        passed.writeBytes(Framings.range(input.array(), from, input.position()));
        message = decoder.decode(input);
        if (message != null) {
          passed.writeBytes(Framings.encode(framing, Message.copyOf(message)));
        }
      } while (message != null);
      kept = Framings.rest(input);
    }
    return passed.toByteArray();
  }

  /** How many messages these pieces are, what was lost, and the error that ended them. */
  record Tally(long messages, long dropped, @Nullable Class<?> error) {}

  /**
   * Counts by {@link Decoder#skip(ByteBuffer)} and, where that is false, by {@link Decoder#decode}.
   *
   * @param within how far to look for many frames at once, before a look at the next one
   */
  static Tally skippedThrough(
      Framing framing, DecoderOptions options, List<byte[]> pieces, int within, BufferKind kind) {
    Decoder decoder = framing.decoder(options);
    long messages = 0;
    byte[] kept = {};
    try {
      for (byte[] piece : pieces) {
        ByteBuffer input = kind.of(Framings.join(kept, piece));
        do {
          do {
            messages += skippedAtOnce(decoder, input, within);
          } while (decoder.skip(input) && ++messages > 0);
        } while (decoder.decode(input) != null && ++messages > 0);
        kept = Framings.rest(input);
      }
      return new Tally(messages, decoder.dropped(), null);
    } catch (FramingException e) {
      return new Tally(messages, decoder.dropped(), e.getClass());
    }
  }

  private static int skippedAtOnce(Decoder decoder, ByteBuffer input, int within)
      throws FramingException {
    int count = 0;
    for (int passed = 1; passed > 0; count += passed) {
      int before = input.position();
      passed = decoder.skip(input, within);
      int length = input.position() - before;
      if (passed == 0) {
        assertThat(length).isZero();
      } else {
        assertThat(length).isBetween(passed, within);
      }
    }
    return count;
  }

  /** Counts by {@link Decoder#decode} alone. */
  static Tally decodedThrough(Framing framing, DecoderOptions options, byte[] stream) {
    var feeding = new Feeding(framing, options, BufferKind.HEAP).feed(stream);
    return new Tally(
        feeding.messages.size(),
        feeding.decoder.dropped(),
        feeding.error == null ? null : feeding.error.getClass());
  }
}
