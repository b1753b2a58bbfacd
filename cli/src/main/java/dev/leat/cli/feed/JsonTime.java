package dev.leat.cli.feed;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A member of objects in JSON. */
final class JsonTime implements TimeText {
  private final JsonFactory json = new JsonFactory();
  private final String name;

  JsonTime(String name) {
    this.name = name;
  }

  @Override
  public @Nullable String in(String message) throws IOException {
    if (message.isBlank()) {
      return null;
    }
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), message)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no object of JSON: " + message);
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean found = name.equals(parser.currentName());
        JsonToken value = parser.nextToken();
        if (found) {
          return value == JsonToken.VALUE_NULL ? null : parser.getString();
        }
        parser.skipChildren();
      }
      return null;
    } catch (JacksonException e) {
      throw new IOException("no JSON: " + e.getOriginalMessage(), e);
    }
  }
}
