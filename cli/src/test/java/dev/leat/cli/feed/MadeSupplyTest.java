package dev.leat.cli.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.framing.Framing;
import dev.leat.stream.MessageLog;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MadeSupplyTest {
  private final MessageLog log = MessageLog.inMemory(Framing.lines());

  @AfterEach
  void close() {
    log.close();
  }

  private static MadeSupply supply(Order order, String... templates) {
    List<Template> parsed = Stream.of(templates).map(Template::parse).toList();
    return new MadeSupply(parsed, order, new Random(7), InstantSource.system());
  }

  @Test
  void inSequenceTheFirstComesAgainAfterTheLast() throws Exception {
    var supply = supply(Order.SEQUENTIAL, "a {seq}", "b {seq}");
    assertThat(supply.appendTo(log, 5, Long.MAX_VALUE)).isEqualTo(5);
    assertThat(Contents.messages(log)).containsExactly("a 0", "b 1", "a 2", "b 3", "a 4");
  }

  @Test
  void atRandomEachOfThemComesUp() throws Exception {
    var supply = supply(Order.RANDOM, "a", "b", "c");
    supply.appendTo(log, 600, Long.MAX_VALUE);
    List<String> messages = Contents.messages(log);
    assertThat(messages).hasSize(600);
    for (String one : List.of("a", "b", "c")) {
      assertThat(messages.stream().filter(one::equals).count()).isBetween(150L, 250L);
    }
  }

  @Test
  void stopsOnceThereAreEnoughBytes() throws Exception {
    var supply = supply(Order.SEQUENTIAL, "123456789");
    assertThat(supply.appendTo(log, Long.MAX_VALUE, 25)).isEqualTo(3);
    assertThat(log.counts().bytes()).isEqualTo(30);
  }

  @Test
  void comesBackNowAndThenAlsoWhenAskedForAll() throws Exception {
    var supply = supply(Order.SEQUENTIAL, "x");
    assertThat(supply.appendTo(log, Long.MAX_VALUE, Long.MAX_VALUE)).isBetween(1L, 10_000L);
  }
}
