package dev.leat.cli.replay;

import dev.leat.cli.replay.Excerpt.Bounds;
import dev.leat.cli.replay.Replay.Plan;
import dev.leat.cli.shell.Amounts;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Endpoints;
import dev.leat.cli.shell.ExitStatus;
import dev.leat.cli.shell.LimitOptions;
import dev.leat.cli.shell.MessageOptions;
import dev.leat.cli.shell.Standards;
import dev.leat.cli.shell.UsageError;
import dev.leat.framing.Framing;
import dev.leat.net.ConnectionOptions;
import dev.leat.net.Endpoint;
import dev.leat.net.Limits;
import dev.leat.stream.LogCounts;
import dev.leat.stream.MessageLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code leat replay}. */
@Command(
    name = "replay",
    sortOptions = false,
    sortSynopsis = false,
    customSynopsis = "leat replay [OPTION...] STORE [ENDPOINT]",
    header = "Plays a recording to every client.",
    description = {
      "Plays what leat record has kept to every client, with the pauses of the original, each timed"
          + " against the start. Who comes late gets what has been missed at once; who comes after"
          + " the end has it begin again. Each client reads the store at its own pace: a slow one"
          + " falls behind, and misses nothing that is still stored.",
      "",
      "A recording that is still being written is followed: it ends when whoever writes it does."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  leat replay ticks                           on localhost:9999, as it was",
      "  leat replay ticks --speed 10x --loop",
      "  leat replay ticks --speed max --wait-for 4 --exit-at-end",
      "  leat replay ticks --from 2026-11-22T12:00:00 --to +90s",
      "  leat send --replay ticks host:9999          pushes it in place of serving it"
    })
public final class ReplayCommand implements Callable<Integer>, Standards {
  private final Console console;

  @Parameters(
      arity = "0..*",
      paramLabel = "STORE [ENDPOINT]",
      hideParamSyntax = true,
      description = {
        "The directory of a recording. Then where to listen; 9999 unless given:",
        "9999, :9999: for this machine only; *:9999: on every interface;",
        "host:9999, [::1]:9999; tls://:9999; unix:/PATH."
      })
  private List<String> words = new ArrayList<>();

  @ArgGroup(validate = false, exclusive = false, order = 1, heading = "%nWhat is played:%n")
  private PlaybackOptions playback = new PlaybackOptions();

  @ArgGroup(validate = false, exclusive = false, order = 2, heading = "%nBeginning and end:%n")
  private ReplayEndOptions end = new ReplayEndOptions();

  @ArgGroup(validate = false, exclusive = false, order = 3, heading = "%nHow many clients:%n")
  private LimitOptions limits = new LimitOptions();

  @ArgGroup(validate = false, exclusive = false, order = 4, heading = "%nMessages on the wire:%n")
  private MessageOptions messages = new MessageOptions();

  public ReplayCommand(Console console) {
    this.console = console;
  }

  @Override
  public Framing standardFraming() {
    return Framing.lines();
  }

  @Override
  public String framingText() {
    return "that of the recording, and no other";
  }

  @Override
  public boolean takesDatagrams() {
    return false;
  }

  @Override
  public Integer call() throws Exception {
    if (words.isEmpty()) {
      throw new UsageError(
          "replay what? the directory that leat record has written: leat replay ticks");
    }
    Path path = Path.of(words.getFirst());
    List<String> rest = words.subList(1, words.size());
    Endpoint where =
        rest.isEmpty() ? Endpoint.tcp("localhost", 9999) : Endpoints.parse(rest, "leat replay");
    Endpoints.requireConnections(
        where,
        "nobody can subscribe; to send to one place: leat send --replay " + path + " " + where);
    Limits most = limits.limits();
    try (MessageLog store = MessageLog.follow(path)) {
      checkFraming(messages.named(where), store.framing(), path);
      ConnectionOptions wanted = messages.connection(where, store.framing());
      var plan =
          new Plan(
              path,
              where,
              wanted.socket(limits.sockets(wanted.socket())),
              most,
              playback.excerpt(),
              playback.speed(),
              end.terms(most.connections()));
      // Better now than when a client comes.
      Bounds bounds = playback.excerpt().in(store, path, store.written());
      console.say(description(path, store, plan));
      new Replay(console, plan, store).run(bounds.first());
    }
    return ExitStatus.DONE;
  }

  private static void checkFraming(@Nullable Framing named, Framing stored, Path path) {
    if (named != null && !named.equals(stored)) {
      throw new UsageError(
          "%s is a stream of %s: --framing %s would need another one made of it (leat relay does)"
              .formatted(path, stored, named));
    }
  }

  private static String description(Path path, MessageLog store, Plan plan) {
    LogCounts counts = store.counts();
    String how = plan.speed().unlimited() ? "as fast as clients take it" : "at " + plan.speed();
    return "replaying %s (%s of %s), %s%s"
        .formatted(
            path,
            Amounts.count(counts.next() - counts.earliest(), "message"),
            store.framing(),
            how,
            store.written() ? "; it is being written, and followed" : "");
  }
}
