package dev.leat.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.Codec;
import dev.leat.framing.CodecException;
import dev.leat.framing.Message;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TypedTest {
  /** Whole numbers from 0, in decimal. */
  private static final Codec<Integer> NUMBERS =
      new Codec<>() {
        @Override
        public Integer decode(ByteBuffer message) throws CodecException {
          String text = Message.copyOf(message).text();
          try {
            return Integer.valueOf(text);
          } catch (NumberFormatException e) {
            throw new CodecException("not a number: " + text, 0, e);
          }
        }

        @Override
        public Message encode(Integer value) throws CodecException {
          if (value < 0) {
            throw new CodecException("negative: " + value, CodecException.UNKNOWN, null);
          }
          return Message.of(value.toString());
        }
      };

  private final ConnectionPair pair = ConnectionPair.open(ConnectionOptions.standard());

  @Test
  void valuesGoAndComeUntilThePeerFinishes() throws Exception {
    try (var left = pair.left().as(NUMBERS);
        var right = pair.right().as(NUMBERS)) {
      left.send(1);
      left.sendAll(List.of(2, 3));
      pair.left().finishOutput();
      assertThat(right.receive()).isEqualTo(1);
      assertThat(right.receive(Patience.LIMIT)).isEqualTo(2);
      assertThat(right.receive()).isEqualTo(3);
      assertThat(right.receive()).isNull();
      assertThat(right.conversation()).isSameAs(pair.right());
    }
    assertThat(pair.left().isOpen()).isFalse();
  }

  @Test
  void aMessageThatIsNoValueIsUsedUpAndTheNextIsRead() throws Exception {
    try (var right = pair.right().as(NUMBERS)) {
      pair.left().sendAll(List.of(Message.of("x"), Message.of("7")));
      assertThatThrownBy(right::receive).isInstanceOf(CodecException.class);
      assertThat(right.receive()).isEqualTo(7);
    }
  }

  @Test
  void ofValuesThatCannotAllBeWrittenNoneIsSent() throws Exception {
    try (var left = pair.left().as(NUMBERS)) {
      assertThatThrownBy(() -> left.sendAll(List.of(1, -1))).isInstanceOf(CodecException.class);
      left.send(2);
      assertThat(pair.right().receive()).hasToString("2");
    }
  }
}
