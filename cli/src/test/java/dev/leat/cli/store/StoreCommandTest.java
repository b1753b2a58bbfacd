package dev.leat.cli.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.LeatProcess;
import dev.leat.cli.Run;
import dev.leat.framing.Framing;
import dev.leat.stream.LogOptions;
import dev.leat.stream.MessageLog;
import dev.leat.stream.StoreOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StoreCommandTest {
  private static final int LINES = 20_000;

  @TempDir private Path folder;
  private Path store;

  @BeforeEach
  void nameTheStore() {
    store = folder.resolve("ticks");
  }

  /** Lines in segments of 64 KiB. */
  private void fill() throws IOException {
    try (var log = open()) {
      for (int i = 0; i < LINES; i += 500) {
        log.appendFrames(ByteBuffer.wrap(lines(i, i + 500).getBytes(StandardCharsets.UTF_8)));
      }
    }
  }

  private MessageLog open() throws IOException {
    var options = LogOptions.standard().retention(256 << 10).slowTimeout(null);
    return MessageLog.open(store, Framing.lines(), options, StoreOptions.standard());
  }

  private static String lines(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "line " + i + "\n")
        .collect(Collectors.joining());
  }

  private List<Path> data() throws IOException {
    try (Stream<Path> files = Files.list(store)) {
      return files.filter(file -> file.toString().endsWith(".data")).sorted().toList();
    }
  }

  private String text() throws IOException {
    var text = new StringBuilder();
    for (Path file : data()) {
      text.append(Files.readString(file));
    }
    return text.toString();
  }

  private static long base(Path data) {
    return Long.parseLong(data.getFileName().toString().replace(".data", ""));
  }

  private Run run(String command, String... more) throws InterruptedException {
    return Run.toTheEnd(
        Stream.concat(Stream.of("store", command, store.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  // info

  @Test
  void infoSaysWhatThereIs() throws Exception {
    fill();
    Run info = run("info");
    assertThat(info.err().text()).isEmpty();
    assertThat(info.status()).isZero();
    long earliest = base(data().getFirst());
    assertThat(info.out().text())
        .contains("store      " + store + "\n")
        .contains("framing    lines\n")
        .contains(" to 19,999\n")
        .contains("writer     none; closed in order\n")
        .contains("sync       interval\n")
        .contains("format     version 1\n");
    Run json = run("info", "--json");
    assertThat(json.out().text())
        .startsWith("{\"store\":\"" + store + "\",\"framing\":\"lines\",\"version\":1,")
        .contains("\"writing\":false", "\"next\":20000,", "\"earliest\":" + earliest + ",")
        .containsPattern("\"first\":\"20\\d\\d-.*Z\",\"last\":\"20\\d\\d-.*Z\"")
        .endsWith("}\n");
  }

  @Test
  void infoSaysWhoWritesIt() throws Exception {
    try (var log = open()) {
      log.append("hello");
      assertThat(run("info").out().text())
          .contains("messages   1, 0 to 0\n")
          .contains("writer     process " + ProcessHandle.current().pid() + " has it\n");
    }
  }

  @ParameterizedTest
  @CsvSource({"info", "verify", "truncate"})
  void aDirectoryThatIsNoStoreIsAnError(String command) throws Exception {
    Run missing = run(command, "truncate".equals(command) ? "--to=1" : "-q");
    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.err().text())
        .isEqualTo("leat store %s: there is no store %s\n".formatted(command, store));
    assertThat(store).doesNotExist();
  }

  @Test
  void aFileIsNoStore() throws Exception {
    fill();
    Path file = data().getFirst();
    for (String command : List.of("store info", "store dump", "replay")) {
      String[] words = (command + " " + file).split(" ");
      Run run = Run.toTheEnd(words);
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().text()).endsWith(file + " is a file, and a store is a directory\n");
    }
  }

  @Test
  void itSaysWhatItNeeds() throws Exception {
    assertThat(Run.toTheEnd("store").err().text()).startsWith("leat store: what of it?");
    assertThat(Run.toTheEnd("store", "info").err().text())
        .isEqualTo("leat store info: which store? the directory of a stored stream is missing\n");
    Run negative = Run.toTheEnd("store", "dump", "ticks", "--to", "-1");
    assertThat(negative.status()).isEqualTo(2);
    assertThat(negative.err().text()).contains("'-1' is no place in a stream: write a message's");
    assertThat(Run.toTheEnd("store", "ifno").err().text())
        .startsWith("leat store: unknown command ifno: did you mean leat store info?");
  }

  // verify

  @Test
  void aWholeStoreIsWhole() throws Exception {
    fill();
    Run verify = run("verify");
    assertThat(verify.status()).isZero();
    assertThat(verify.out().text())
        .startsWith(store + ": whole: ")
        .endsWith(" in " + data().size() + " segments\n");
    assertThat(verify.err().text()).isEmpty();
    assertThat(run("verify", "-q").out().text()).isEmpty();
  }

  @Test
  void damageIsSaidWithItsPlaceAndWhatToDo() throws Exception {
    fill();
    Path file = data().get(1);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 4;
    Files.write(file, bytes);
    Run verify = run("verify");
    assertThat(verify.status()).isEqualTo(1);
    assertThat(verify.err().text())
        .hasLineCount(1)
        .startsWith("leat store verify: " + file + " is damaged from byte ");
    Run json = run("verify", "--json");
    assertThat(json.status()).isEqualTo(1);
    assertThat(json.out().text()).contains("\"whole\":false").contains("\"file\":\"" + file);
    String advice = verify.out().text();
    assertThat(advice).contains("damaged in 1 place; leat store truncate " + store + " --to ");
    String offset = advice.replaceAll("(?s).*--to (\\d+) .*", "$1");
    assertThat(run("truncate", "--to", offset, "--yes").status()).isZero();
    assertThat(run("verify").status()).isZero();
  }

  @Test
  void whereNothingIsBeforeTheDamageNoCutIsAdvised() throws Exception {
    fill();
    Path file = data().getFirst();
    byte[] bytes = Files.readAllBytes(file);
    bytes[0] ^= 4;
    Files.write(file, bytes);
    assertThat(run("verify").out().text())
        .isEqualTo(
            store
                + ": damaged in 1 place, from its first message on: truncate could keep nothing before it\n");
  }

  @Test
  void aTerminalShowsHowFarItHasCome() throws Exception {
    fill();
    try (var verify = Run.onTerminal("store", "verify", store.toString())) {
      assertThat(verify.status()).isZero();
      assertThat(verify.err().text()).contains("0 % read, 0 bytes of ").contains("100 % read");
    }
  }

  // dump

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--from 19990           | 19990 | 20000",
        "--from 19990 --to 19995 | 19990 | 19995",
        "--from 19990 --count 3 | 19990 | 19993",
        "--from 20000           | 20000 | 20000",
        "--from 19990 --to 19990 | 19990 | 19990",
        "--from 2999-01-01      | 20000 | 20000",
        "--to 1999-01-01        | 0     | 0",
        "--from 19990 --raw     | 19990 | 20000",
        "--from 19990 --raw --count 2 | 19990 | 19992"
      })
  void theDumpIsOfTheMessagesThatAreWanted(String words, int from, int to) throws Exception {
    fill();
    Run dump = run("dump", words.split(" "));
    assertThat(dump.status()).as(dump.err().text()).isZero();
    assertThat(dump.out().text()).isEqualTo(lines(from, to));
  }

  @Test
  void theDumpKnowsWhenEachCame() throws Exception {
    try (var log = open()) {
      log.append("early");
      Thread.sleep(30); // the clock is to go on
      log.append("late");
    }
    String json = run("dump", "--json").out().text();
    String late = json.replaceAll("(?s).*\"time\":\"([^\"]*)\",\"offset\":1.*", "$1");
    assertThat(run("dump", "--from", late).out().text()).isEqualTo("late\n");
    assertThat(run("dump", "--to", late).out().text()).isEqualTo("early\n");
    assertThat(run("dump", "--from", "+20ms").out().text()).isEqualTo("late\n");
  }

  @Test
  void theDumpDoesNoHarmToATerminal() throws Exception {
    try (var log = open()) {
      log.append("a\u001b[2Jb");
      log.append(ByteBuffer.wrap(new byte[] {(byte) 0xff, 7}));
    }
    try (Run dump = Run.onTerminal("store", "dump", store.toString())) {
      assertThat(dump.status()).isZero();
      assertThat(dump.out().text()).isEqualTo("a\\x1B[2Jb\n\\xFF\\x07\n");
    }
    assertThat(run("dump", "--hex").out().text())
        .contains("00000000  61 1b 5b 32 4a 62 ", "|a.[2Jb|", "00000006  ff 07 ");
    assertThat(run("dump", "--json").out().text())
        .contains("\"text\":\"a\\u001b[2Jb\"", "\"base64\":\"/wc=\"");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theDumpEndsWhereTheStoreIsDamaged(boolean newest) throws Exception {
    fill();
    Path file = newest ? data().getLast() : data().get(1);
    byte[] bytes = Files.readAllBytes(file);
    bytes[newest ? 0 : bytes.length / 2] ^= 4;
    Files.write(file, bytes);
    Run dump = run("dump");
    assertThat(dump.status()).isEqualTo(1);
    assertThat(dump.out().text()).isEqualTo(lines((int) base(data().getFirst()), (int) base(file)));
    assertThat(dump.err().text()).contains("leat store dump: " + file + " is damaged from byte ");
  }

  @Test
  void aReplayDoesNotTakeADamagedEndForTheEnd() throws Exception {
    fill();
    Path file = data().getLast();
    byte[] bytes = Files.readAllBytes(file);
    bytes[0] ^= 4;
    Files.write(file, bytes);
    Run replay = Run.toTheEnd("replay", store.toString(), "127.0.0.1:0", "--exit-at-end");
    assertThat(replay.status()).isEqualTo(1);
    assertThat(replay.err().text())
        .isEqualTo(
            "leat replay: %s is damaged from byte 0 on, message %d: it does not match its checksum; --to %2$d replays what is before it\n"
                .formatted(file, base(file)));
  }

  // truncate

  @Test
  void theEndIsCutOff() throws Exception {
    fill();
    long earliest = base(data().getFirst());
    Run cut = run("truncate", "--to", "15000", "--yes");
    assertThat(cut.status()).isZero();
    assertThat(cut.err().text())
        .isEqualTo(
            store
                + ": messages 15,000 to 19,999 will go, messages %,d to 14,999 will stay\n"
                    .formatted(earliest)
                + "done; the next message will be 15,000, in a new epoch\n");
    assertThat(text()).isEqualTo(lines((int) earliest, 15_000));
    assertThat(run("verify").status()).isZero();
    try (var log = open()) {
      assertThat(log.append("again")).isEqualTo(15_000);
    }
  }

  @Test
  void theBeginningIsDropped() throws Exception {
    fill();
    long kept = base(data().get(1));
    Run drop = run("truncate", "--before", Long.toString(kept + 10), "--yes");
    assertThat(drop.status()).isZero();
    assertThat(drop.err().text()).endsWith("\ndone\n");
    assertThat(text()).isEqualTo(lines((int) kept, LINES));
    Run nothing = run("truncate", "--before", Long.toString(kept + 10), "--yes");
    assertThat(nothing.status()).isZero();
    assertThat(nothing.err().text()).startsWith("nothing goes: segments go as a whole");
  }

  @Test
  void itAsksFirst() throws Exception {
    fill();
    String before = text();
    try (var asked = Run.onTerminal("store", "truncate", store.toString(), "--to", "15000")) {
      asked.err().await("will stay; yes or no?");
      asked.type("no\n");
      assertThat(asked.status()).isEqualTo(1);
      asked.err().await("nothing has been changed");
    }
    assertThat(text()).isEqualTo(before);
    try (var asked = Run.onTerminal("store", "truncate", store.toString(), "--to", "15000")) {
      asked.err().await("will stay; yes or no?");
      asked.type("yes\n");
      assertThat(asked.status()).isZero();
    }
    assertThat(text()).isEqualTo(before.substring(0, before.indexOf("line 15000\n")));
  }

  @Test
  void whoHasStoppedItIsNotTakenAtTheirWordAnyMore() throws Exception {
    fill();
    String before = text();
    try (var asked = Run.onTerminal("store", "truncate", store.toString(), "--to", "15000")) {
      asked.err().await("will stay; yes or no?");
      asked.stop();
      asked.type("yes\n");
      assertThat(asked.status()).isEqualTo(1);
    }
    assertThat(text()).isEqualTo(before);
  }

  @Test
  void withoutATerminalItMustBeTold() throws Exception {
    fill();
    String before = text();
    Run run = run("truncate", "--to", "15000");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).endsWith(" will stay: --yes does it\n");
    assertThat(text()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--yes          | one of --to OFFSET and --before OFFSET says which end is cut",
        "--to=1 --before=1 | one of --to OFFSET and --before OFFSET says which end is cut",
        "--to=20001     | --to 20001: the stream has messages",
        "--before=20001 | --before 20001: the stream has messages",
        "--to=soon      | --to: 'soon' is not a whole number"
      })
  void whatCannotBeMeantIsRefused(String words, String answer) throws Exception {
    fill();
    String before = text();
    Run run = run("truncate", words.split(" "));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).startsWith("leat store truncate: " + answer);
    assertThat(text()).isEqualTo(before);
  }

  @Test
  void aWriterIsNotCutShort() throws Exception {
    fill();
    try (var _ = open();
        var leat =
            LeatProcess.leat("store", "truncate", store.toString(), "--to", "15000", "--yes")) {
      assertThat(leat.status()).isEqualTo(1);
      assertThat(leat.err().text()).contains("is being written by another process");
    }
  }
}
