package dev.leat.cli;

import dev.leat.cli.record.Recording;
import dev.leat.cli.record.Recording.Summary;
import dev.leat.cli.record.RecordingOptions;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.EitherEndpoint;
import dev.leat.cli.shell.Endpoints;
import dev.leat.cli.shell.ExitStatus;
import dev.leat.cli.shell.LimitOptions;
import dev.leat.cli.shell.LiveLine;
import dev.leat.cli.shell.MessageOptions;
import dev.leat.cli.shell.Reasons;
import dev.leat.cli.shell.Standards;
import dev.leat.cli.shell.StorageOptions;
import dev.leat.cli.shell.StoreEnd;
import dev.leat.cli.shell.UsageError;
import dev.leat.framing.Framing;
import dev.leat.net.Backoff;
import dev.leat.net.ConnectionOptions;
import dev.leat.net.Endpoint;
import dev.leat.net.Transport;
import dev.leat.stream.LogOptions;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Slow;
import dev.leat.stream.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code leat record}: keeps what comes from a socket in a store. */
@Command(
    name = "record",
    customSynopsis = "leat record [OPTION...] ENDPOINT STORE",
    header = "Keeps what comes from a socket, to be replayed.",
    description = {
      "Keeps what comes from a socket in a directory, with the time and the sender of each read:"
          + " leat replay plays it again. cat STORE/*.data gives the bytes as they came.",
      "",
      "A plain endpoint is connected to, listen+tcp:// takes any number of clients, whose messages"
          + " stay whole. A last message that lacks only its end, as a line does, gets it; of any"
          + " other what is missing is said."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  leat record 9999 ticks                      from a feed on this machine",
      "  leat record plc7:4000 plc7 --framing header:10 --reconnect",
      "  leat record 'listen+tcp://*:5140' syslog --retention 10GB",
      "  leat record listen+udp://:8001 datagrams --for 1m",
      "  grep -h ERROR syslog/*.data                 a store of lines is a text file"
    })
final class RecordCommand implements Callable<Integer>, Standards {
  private static final String DIRECTORY = "leat record ENDPOINT";

  private final Console console;

  @Parameters(
      arity = "0..*",
      paramLabel = "ENDPOINT STORE",
      hideParamSyntax = true,
      description = {
        "9999, host:9999, tls://host:9999, unix:/PATH: to connect;",
        "listen+tcp://:9999, listen+tls://, listen+unix:/PATH, listen+udp://:1234: to listen.",
        "Then a directory, which is created; what it holds is gone on with."
      })
  private List<String> words = new ArrayList<>();

  @ArgGroup(validate = false, exclusive = false, order = 1, heading = "%nWhat is kept:%n")
  private RecordingOptions wanted = new RecordingOptions();

  @ArgGroup(validate = false, exclusive = false, order = 2, heading = "%nThe store:%n")
  private StorageOptions storage = new StorageOptions();

  @ArgGroup(validate = false, exclusive = false, order = 3, heading = "%nThe connection:%n")
  private ConnectingOptions connecting = new ConnectingOptions();

  @ArgGroup(validate = false, exclusive = false, order = 4, heading = "%nHow many clients:%n")
  private LimitOptions limits = new LimitOptions();

  @ArgGroup(validate = false, exclusive = false, order = 5, heading = "%nMessages on the wire:%n")
  private MessageOptions messages = new MessageOptions();

  RecordCommand(Console console) {
    this.console = console;
  }

  @Override
  public Framing standardFraming() {
    return Framing.lines();
  }

  @Override
  public String framingText() {
    return "that of the store; of a new one lines, or datagram for udp://";
  }

  @Override
  public Integer call() throws Exception {
    if (words.size() < 2) {
      throw new UsageError(
          "from where, and to which directory? leat record 9999 ticks, leat record listen+tcp://:9999 ticks");
    }
    int length = Endpoints.lengthIn(words);
    if (words.size() == length) {
      throw new UsageError(
          "to which directory? %s are a host and its port, and the directory follows them: leat record 9999 ticks"
              .formatted(String.join(" ", words)));
    }
    if (words.size() != length + 1) {
      throw new UsageError("one endpoint and one directory are enough: " + String.join(" ", words));
    }
    EitherEndpoint where = EitherEndpoint.parse(words.subList(0, length), DIRECTORY);
    Path path = Path.of(words.getLast());
    boolean datagrams = where.endpoint().transport() == Transport.UDP;
    if (datagrams && !where.listens()) {
      throw new UsageError(
          "nobody sends datagrams to whom they do not know; to receive them: leat record listen+%s %s"
              .formatted(where.endpoint(), path));
    }
    ConnectionOptions options =
        connecting.limited(
            datagrams
                ? messages.connection(
                    where.endpoint().options(Map.of()), Framing.datagram(), where.listens())
                : messages.connection(where.endpoint(), Framing.lines(), where.listens()));
    messages.refuseMessageTimeout(
        where.endpoint(),
        "bytes are kept as they come, however slowly; --idle-timeout ends a silent connection");
    List<Endpoint> here = List.of(where.endpoint());
    messages.checkUsed(where.listens() ? here : List.of(), where.listens() ? List.of() : here);
    Framing named = messages.named(where.endpoint());
    Framing framing =
        named == null && !StorageOptions.holdsStream(path) ? options.framing() : named;
    Backoff backoff = connecting.backoff();
    long count = wanted.count();
    Duration longest = wanted.length();
    boolean isNew = Files.notExists(path);
    MessageLog store = storage.open(path, framing, kept(options));
    StoreEnd.watch(store, console);
    var recording = new Recording(path, store, count);
    var run = new RecordRun(console, recording, where.endpoint(), options, longest);
    console.say(recording.description());
    LiveLine live = LiveLine.start(console, recording::now);
    boolean done = false;
    try {
      run(run, where.listens(), datagrams, backoff);
      done = true;
    } finally {
      live.end();
      StoreEnd.close(store, path);
      if (!done && isNew && recording.isEmpty() && !console.stop().requested()) {
        remove(path); // nobody was there, and nothing is to be left of the attempt
      } else {
        say(recording.summary()); // now that all of it is kept
      }
    }
    return ExitStatus.DONE;
  }

  /** Takes away a store that holds nothing, unless somebody else has taken it meanwhile. */
  private void remove(Path store) {
    try {
      Store.at(store).deleteIfEmpty();
    } catch (IOException e) {
      console.error("the empty store " + store + " is left: " + Reasons.of(e));
    }
  }

  /** Nobody who reads it holds up what comes in. */
  private static LogOptions kept(ConnectionOptions options) {
    return LogOptions.standard().slow(Slow.SKIP).maxMessage(options.decoder().max());
  }

  private void run(RecordRun run, boolean listens, boolean datagrams, @Nullable Backoff backoff)
      throws Exception {
    if (datagrams) {
      run.listenToDatagrams();
    } else if (listens) {
      run.listen(limits);
    } else {
      run.connect(backoff);
    }
  }

  private void say(Summary summary) {
    if (summary.loss()) {
      console.error(summary.text());
    } else {
      console.say(summary.text());
    }
  }
}
