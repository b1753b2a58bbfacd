package dev.leat.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.framing.Framing;
import dev.leat.net.ConnectionOptions;
import dev.leat.net.ConnectionPair;
import dev.leat.services.Command.Action;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CommandTest {
  private static String ask(Command service, String question) throws Exception {
    ConnectionPair pair = ConnectionPair.open(ConnectionOptions.standard().framing(Framing.crlf()));
    pair.left().send(question);
    pair.left().finishOutput();
    service.handle(pair.right());
    pair.right().finishOutput();
    return String.valueOf(pair.left().receive());
  }

  @Test
  void aServiceOfOnesOwnIsAMapFromWordToAction() throws Exception {
    Map<String, Action> actions = new LinkedHashMap<>();
    actions.put("add", Action.of("the sum: ADD 1 2", CommandTest::sum));
    actions.put("BYE", rest -> null);
    var service = new Command(actions);

    assertThat(ask(service, "Add 1 2 3")).isEqualTo("6");
    assertThat(ask(service, "bye")).isEqualTo("null");
    assertThat(ask(service, "R")).isEqualTo("wrong option selected");
    assertThat(ask(service, "")).isEqualTo("wrong option selected");
    assertThat(ask(service, "help")).isEqualTo("ADD  the sum: ADD 1 2\nBYE\nHELP  this list");
  }

  private static String sum(String numbers) {
    int sum = 0;
    for (String number : numbers.split(" ", -1)) {
      sum += Integer.parseInt(number);
    }
    return Integer.toString(sum);
  }

  @Test
  void aLetterWithSomethingBehindItIsNoClassicWord() throws Exception {
    assertThat(ask(Command.classic(() -> {}), "R 5")).isEqualTo("wrong option selected");
    assertThat(ask(Command.classic(() -> {}), "RT")).isEqualTo("wrong option selected");
    assertThat(ask(Command.classic(() -> {}), " r ")).matches("[1-9]|10");
  }
}
