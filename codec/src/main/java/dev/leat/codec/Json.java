package dev.leat.codec;

import dev.leat.framing.Codec;
import dev.leat.framing.CodecException;
import dev.leat.framing.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON (RFC 8259) by Jackson: records, collections, and everything else that Jackson binds.
 *
 * <p>What arrives is what was sent: whole numbers and decimals keep all their digits where the
 * value's type has room for them, and a fraction is no whole number; text is all of Unicode, and
 * half a surrogate pair is an error, escaped or not; so is a name that an object has twice. A
 * message is one JSON value in UTF-8, nested at most {@value #MAX_NESTING} deep, its numbers at
 * most {@value #MAX_DIGITS} characters long.
 *
 * <p>Members that the type does not have are passed over. In a {@linkplain #tree() tree}, numbers
 * are {@code BigInteger} and {@code BigDecimal} where they have to be, which know no negative zero.
 *
 * @param <T> the values
 */
public final class Json<T> implements Codec<T> {
  /** How deep arrays and objects may be nested. */
  public static final int MAX_NESTING = 500;

  /** How long a number may be. */
  public static final int MAX_DIGITS = 10_000;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_NESTING)
                          .maxNumberLength(MAX_DIGITS)
                          .build())
                  .streamWriteConstraints(
                      StreamWriteConstraints.builder().maxNestingDepth(MAX_NESTING).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final JavaType type;
  private final ObjectReader reader;
  private final ObjectWriter writer;

  private Json(JavaType type) {
    this.type = type;
    this.reader = MAPPER.readerFor(type);
    this.writer = MAPPER.writerFor(type);
  }

  /** Values of a class: {@code Json.of(Move.class)}. */
  public static <T> Json<T> of(Class<T> type) {
    return new Json<>(MAPPER.constructType(type));
  }

  /** Values of a generic type: {@code Json.of(new TypeReference<List<Move>>() {})}. */
  public static <T> Json<T> of(TypeReference<T> type) {
    return new Json<>(MAPPER.constructType(type));
  }

  /** Any JSON, as a tree. */
  public static Json<JsonNode> tree() {
    return of(JsonNode.class);
  }

  @Override
  public T decode(ByteBuffer message) throws CodecException {
    String text = Text.utf8().decode(message);
    Surrogates.check(text);
    try {
      T value = reader.readValue(text);
      if (value == null) {
        throw new CodecException("null in place of " + name(), 0, null);
      }
      return value;
    } catch (JacksonException e) {
      throw unreadable(e, text);
    }
  }

  /** Jackson counts characters; a message is bytes. */
  private CodecException unreadable(JacksonException e, String text) {
    TokenStreamLocation location = e.getLocation();
    long characters = location == null ? -1 : location.getCharOffset();
    boolean known = characters >= 0 && characters <= text.length();
    int position =
        known
            ? text.substring(0, (int) characters).getBytes(StandardCharsets.UTF_8).length
            : CodecException.UNKNOWN;
    return new CodecException(
        "not JSON for "
            + name()
            + (known ? ": at byte " + position : "")
            + ": "
            + e.getOriginalMessage(),
        position,
        e);
  }

  @Override
  public Message encode(T value) throws CodecException {
    String text;
    try {
      text = writer.writeValueAsString(value);
    } catch (JacksonException e) {
      throw new CodecException(
          name() + " cannot be written as JSON: " + e.getOriginalMessage(),
          CodecException.UNKNOWN,
          e);
    }
    return Text.utf8().encode(text);
  }

  private String name() {
    return type.getRawClass().getSimpleName();
  }

  /** Names the type. */
  @Override
  public String toString() {
    return "JSON for " + name();
  }
}
