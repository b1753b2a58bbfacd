package dev.leat.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StampedMessageTest {
  @Test
  void startsWithItsTimeAndNumberInFixedWidthAndEndsWithALineFeed() {
    byte[] bytes = new StampedMessage(40).stamp(1_234_567_890_123L, 42);

    assertThat(new String(bytes, StandardCharsets.US_ASCII))
        .isEqualTo("0000001234567890123 000000000042 xxxxxx\n");
  }

  @Test
  void refusesASizeThatTheStampDoesNotFit() {
    assertThatThrownBy(() -> new StampedMessage(33))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 34 bytes, not 33");
  }
}
