package dev.leat.cli.feed;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What is fed. */
sealed interface Source {
  Kind kind();

  /**
   * Its messages, from the first.
   *
   * @param history of the stream that they go to, if it is stored: those that it has already are
   *     left out
   */
  Supply open(@Nullable History history) throws IOException;

  /** Whether it has no end of its own. */
  boolean endless();

  /** Messages at its start that every client gets first. */
  default int headerLines() {
    return 0;
  }

  /** Whether it can be opened more than once. */
  default boolean repeatable() {
    return true;
  }

  /** What it is, for people, after "feeding". */
  String description();

  /** Lines or templates. */
  record Made(String description, List<Template> templates, Order order) implements Source {
    @Override
    public Kind kind() {
      return Kind.LIVE;
    }

    @Override
    public Supply open(@Nullable History history) {
      var random = ThreadLocalRandom.current();
      InstantSource clock = InstantSource.system();
      return history == null
          ? new MadeSupply(templates, order, random, clock)
          : new MadeSupply(templates, order, random, clock, producer(), history);
    }

    /** The same templates are the same producer. */
    private long producer() {
      return History.producer(
          "templates\n" + String.join("\n", templates.stream().map(Template::toString).toList()));
    }

    @Override
    public boolean endless() {
      return true;
    }
  }

  /**
   * Files, one after the other or as a heap of messages.
   *
   * @param timing where messages say when they are due; null if they do not
   */
  record Files(List<FileInput> files, Reading reading, Order order, @Nullable TimeField timing)
      implements Source {
    @Override
    public Kind kind() {
      return Kind.FILES;
    }

    @Override
    public Supply open(@Nullable History history) throws IOException {
      return switch (order) {
        case SEQUENTIAL -> new ReadSupply(files, reading, history, timing);
        case RANDOM -> new RandomSupply(files, reading, ThreadLocalRandom.current());
      };
    }

    @Override
    public boolean endless() {
      return order == Order.RANDOM || reading.loop();
    }

    @Override
    public int headerLines() {
      return reading.headerLines();
    }

    @Override
    public String description() {
      return ReadSupply.names(files);
    }
  }

  /** What comes in on standard input. */
  record StandardInput(Input input, Reading reading) implements Source {
    @Override
    public Kind kind() {
      return Kind.INPUT;
    }

    @Override
    public Supply open(@Nullable History history) {
      return new ReadSupply(List.of(input), reading, history, null);
    }

    @Override
    public boolean endless() {
      return false;
    }

    @Override
    public int headerLines() {
      return reading.headerLines();
    }

    @Override
    public boolean repeatable() {
      return false;
    }

    @Override
    public String description() {
      return "standard input";
    }
  }
}
