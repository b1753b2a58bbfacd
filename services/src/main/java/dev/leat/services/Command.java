package dev.leat.services;

import dev.leat.net.Connection;
import dev.leat.net.Handler;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Does what it is told, one word at a time. One of your own is a map from word to action:
 *
 * <pre>{@code
 * var service = new Command(Map.of(
 *     "ADD", Action.of("the sum of two numbers: ADD 1 2", rest -> sum(rest)),
 *     "BYE", Action.of("closes the connection", rest -> null)));
 * }</pre>
 *
 * <p>Words are known in either case. {@code HELP} lists them; any other gets {@value #WRONG}, and
 * the connection stays.
 */
public final class Command implements Handler {
  /** The answer to a word that is not known. */
  public static final String WRONG = "wrong option selected";

  private static final String HELP = "HELP";

  private final Map<String, Action> actions;

  /** What a word does. */
  @FunctionalInterface
  public interface Action {

    /**
     * Does it. Called by many threads.
     *
     * @param rest what follows the word, without the space between; often empty
     * @return the answer, or null to close the connection
     */
    @Nullable String run(String rest) throws IOException;

    /** What it does, for people: the line in {@code HELP}. */
    default String help() {
      return "";
    }

    /** The same action with this help. */
    static Action of(String help, Action action) {
      return new Action() {
        @Override
        public @Nullable String run(String rest) throws IOException {
          return action.run(rest);
        }

        @Override
        public String help() {
          return help;
        }
      };
    }

    /** An action that knows nothing but its word. */
    static Action alone(String help, Action action) {
      return of(help, rest -> rest.isEmpty() ? action.run(rest) : WRONG);
    }
  }

  /**
   * A service of these words.
   *
   * @param actions in the order in which {@code HELP} lists them
   */
  public Command(Map<String, Action> actions) {
    Map<String, Action> known = new LinkedHashMap<>();
    actions.forEach((word, action) -> known.put(key(word), action));
    known.putIfAbsent(HELP, Action.alone("this list", rest -> help(known)));
    this.actions = known;
  }

  /**
   * The classic words: {@code R} for a random number, {@code T} for the time, {@code L} for the
   * language, {@code E} to close.
   *
   * @param atEnd what else {@code E} does
   */
  public static Command classic(Runnable atEnd) {
    Map<String, Action> actions = new LinkedHashMap<>();
    actions.put(
        "R",
        Action.alone(
            "a random number from 1 to 10",
            rest -> Integer.toString(ThreadLocalRandom.current().nextInt(1, 11))));
    actions.put("T", Action.alone("the time of this system", rest -> time()));
    actions.put(
        "L",
        Action.alone(
            "the language of this server and its version", rest -> "Java " + Runtime.version()));
    actions.put(
        "E",
        Action.alone(
            "closes the connection",
            rest -> {
              atEnd.run();
              return null;
            }));
    return new Command(actions);
  }

  private static String time() {
    return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
        .format(LocalDateTime.now(ZoneId.systemDefault()));
  }

  @Override
  public void handle(Connection connection) throws IOException {
    var dialogue = new Dialogue(connection);
    for (Question question; (question = dialogue.next()) != null; ) {
      String answer = answer(question.text().strip());
      if (answer == null) {
        return;
      }
      dialogue.answer(question, answer);
    }
  }

  private @Nullable String answer(String text) throws IOException {
    int space = text.indexOf(' ');
    String word = space < 0 ? text : text.substring(0, space);
    Action action = actions.get(key(word));
    return action == null ? WRONG : action.run(text.substring(word.length()).strip());
  }

  private static String key(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  private static String help(Map<String, Action> actions) {
    return actions.entrySet().stream()
        .map(entry -> (entry.getKey() + "  " + entry.getValue().help()).strip())
        .collect(Collectors.joining("\n"));
  }
}
