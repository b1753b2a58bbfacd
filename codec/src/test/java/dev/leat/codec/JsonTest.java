package dev.leat.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.CodecException;
import dev.leat.framing.Message;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;

@Timeout(30)
class JsonTest {
  record Move(int x, int y) {}

  record Numbers(BigInteger whole, BigDecimal decimal, double real, long large) {}

  record Game(String name, List<Move> moves, Map<String, Boolean> rules, Optional<Move> last) {}

  private static <T> T read(Json<T> json, String text) throws CodecException {
    return json.decode(Message.of(text).buffer());
  }

  private static <T> T thereAndBack(Json<T> json, T value) throws CodecException {
    return json.decode(json.encode(value).buffer());
  }

  @Test
  void recordsGoThereAndBack() throws Exception {
    var game =
        new Game(
            "chess",
            List.of(new Move(1, 2), new Move(-3, 4)),
            Map.of("castling", true),
            Optional.of(new Move(0, 0)));
    assertThat(thereAndBack(Json.of(Game.class), game)).isEqualTo(game);
    assertThat(Json.of(Move.class).encode(new Move(1, 2)).text()).isEqualTo("{\"x\":1,\"y\":2}");
  }

  @Property(tries = 200)
  void numbersKeepAllTheirDigits(
      @ForAll BigInteger whole, @ForAll BigDecimal decimal, @ForAll double real, @ForAll long large)
      throws Exception {
    var numbers = new Numbers(whole.pow(9), decimal, real, large);
    assertThat(thereAndBack(Json.of(Numbers.class), numbers)).isEqualTo(numbers);
  }

  @Property(tries = 300)
  void textIsAllOfUnicode(@ForAll String text) throws Exception {
    Json<List<String>> json = Json.of(new TypeReference<List<String>>() {});
    if (UTF_8.newEncoder().canEncode(text)) {
      assertThat(thereAndBack(json, List.of(text))).containsExactly(text);
    } else {
      assertThatThrownBy(() -> json.encode(List.of(text)))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("half of a surrogate pair");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1.10,1E+400,-7.0,123456789012345678901234567890,0.1]",
        "{\"b\":1,\"a\":[null,true,\"\uD83D\uDE00\u2028\"]}"
      })
  void aTreeIsWrittenAsItWasRead(String text) throws Exception {
    assertThat(Json.tree().encode(read(Json.tree(), text)).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                   | not JSON for Move",
        "{\"x\":1,\"y\":2} {}  | not JSON for Move: at byte 14",
        "{\"x\":1,\"y\":2      | not JSON for Move",
        "{\"x\":1.5,\"y\":2}   | not JSON for Move",
        "{\"x\":3000000000,\"y\":2} | out of range",
        "{\"é\":1,\"y\":ü}      | not JSON for Move: at byte 12",
        "null                 | null in place of Move",
        "NaN                  | not JSON for Move",
        "[1,2]                | not JSON for Move"
      })
  void whatIsNotOneIsAnErrorWithItsPlace(String text, String error) {
    assertThatThrownBy(() -> read(Json.of(Move.class), text))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining(error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[\"\\ud83d\"]        | 2",
        "[\"\\ude00\\ud83d\"] | 2",
        "[\"é\\uD83Dx\"]      | 4",
        "[\"\\\\\\ud83d\"]    | 4",
        "{\"\\udfff\":1}      | 2"
      })
  void halfASurrogatePairIsAnErrorAlsoWhereItIsEscaped(String text, int position) {
    assertThatThrownBy(() -> read(Json.tree(), text))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("half of a surrogate pair")
        .extracting(e -> ((CodecException) e).position())
        .isEqualTo(position);
  }

  @Test
  void escapedPairsAndBackslashesAreNoSurrogates() throws Exception {
    assertThat(read(Json.tree(), "[\"\\ud83d\\ude00\",\"\\\\ud83d\"]").get(0).asString())
        .isEqualTo("\uD83D\uDE00");
  }

  @Test
  void nestingHasALimitBothWays() throws Exception {
    String deepest = "[".repeat(Json.MAX_NESTING) + "]".repeat(Json.MAX_NESTING);
    var tree = read(Json.tree(), deepest);
    assertThat(Json.tree().encode(tree).text()).isEqualTo(deepest);
    assertThatThrownBy(() -> read(Json.tree(), "[" + deepest + "]"))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("500");
    assertThatThrownBy(() -> read(Json.tree(), "[".repeat(1_000_000)))
        .isInstanceOf(CodecException.class);
    assertThatThrownBy(() -> Json.of(List.class).encode(List.of(tree)))
        .isInstanceOf(CodecException.class);
  }

  @Test
  void aNumberHasALimit() throws Exception {
    Json<BigInteger> json = Json.of(BigInteger.class);
    String longest = "7".repeat(Json.MAX_DIGITS);
    assertThat(read(json, longest)).isEqualTo(new BigInteger(longest));
    assertThatThrownBy(() -> read(json, longest + "7")).isInstanceOf(CodecException.class);
  }

  @Test
  void membersThatTheTypeDoesNotHaveArePassedOver() throws Exception {
    assertThat(read(Json.of(Move.class), "{\"z\":[1],\"y\":2,\"x\":1}")).isEqualTo(new Move(1, 2));
  }

  @Test
  void aNameThatAnObjectHasTwiceIsAnError() {
    for (Json<?> json : List.of(Json.of(Move.class), Json.tree())) {
      assertThatThrownBy(() -> read(json, "{\"x\":1,\"y\":2,\"x\":3}"))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("x");
    }
  }

  @Test
  void bytesThatAreNoTextAreAnErrorBeforeJsonIs() {
    byte[] bytes = {'[', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ']'};
    assertThatThrownBy(() -> Json.tree().decode(Message.of(bytes).buffer()))
        .hasMessage("not UTF-8: \\xED\\xA0\\x80 at byte 2");
  }
}
