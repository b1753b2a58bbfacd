package dev.leat.cli.feed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.leat.framing.DecoderOptions;
import dev.leat.framing.Framing;
import dev.leat.stream.LogOptions;
import dev.leat.stream.MessageLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadSupplyTest {
  private static final Reading LINES = reading("lines", "lines");
  private static final long ALL = Long.MAX_VALUE;

  @TempDir private Path folder;
  private final List<MessageLog> logs = new ArrayList<>();

  private MessageLog log(Framing framing) {
    var log = MessageLog.inMemory(framing, LogOptions.standard().retention(256L << 20));
    logs.add(log);
    return log;
  }

  @AfterEach
  void close() {
    logs.forEach(MessageLog::close);
  }

  private static Reading reading(String wire, String file) {
    return new Reading(
        Framing.parse(wire), Framing.parse(file), DecoderOptions.standard(), 0, false);
  }

  private static Reading withHeader(Reading reading, int lines) {
    return new Reading(reading.wire(), reading.framing(), reading.options(), lines, reading.loop());
  }

  private static Reading looped(Reading reading) {
    return new Reading(
        reading.wire(), reading.framing(), reading.options(), reading.headerLines(), true);
  }

  private FileInput file(String name, String content) throws IOException {
    return file(name, content.getBytes(ISO_8859_1));
  }

  private FileInput file(String name, byte[] content) throws IOException {
    return new FileInput(Files.write(folder.resolve(name), content));
  }

  private static ReadSupply supply(Reading reading, Input... inputs) {
    return new ReadSupply(List.of(inputs), reading);
  }

  private String wire(Reading reading, Input... inputs) throws IOException {
    return Contents.wire(Contents.fill(log(reading.wire()), supply(reading, inputs)));
  }

  @Test
  void framesOfTheStreamsOwnFramingStayByteForByte() throws Exception {
    String content = "unix\nwindows\r\n\n\r\nlast\n";
    assertThat(wire(LINES, file("a", content))).isEqualTo(content);
  }

  @Test
  void anUnfinishedLastMessageGetsItsDelimiter() throws Exception {
    assertThat(wire(LINES, file("a", "one\ntwo"), file("b", "three\nfour")))
        .isEqualTo("one\ntwo\nthree\nfour\n");
  }

  @Test
  void otherFramingsAreMadeAnew() throws Exception {
    assertThat(wire(reading("crlf", "lines"), file("a", "one\ntwo\r\nthree")))
        .isEqualTo("one\r\ntwo\r\nthree\r\n");
  }

  @Test
  void emptyInputsAreGonePast() throws Exception {
    assertThat(wire(LINES, file("a", ""), file("b", "b\n"), file("c", ""))).isEqualTo("b\n");
  }

  @Test
  void whatComesInPiecesIsPutTogether() throws Exception {
    String content =
        IntStream.range(0, 300).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
    for (int piece : List.of(1, 2, 7, 100)) {
      assertThat(wire(LINES, new DrippingInput(content, piece))).isEqualTo(content);
    }
  }

  @Test
  void messagesLargerThanABlockArePutTogether() throws Exception {
    String content = "a".repeat(700_000) + "\nshort\n" + "b".repeat(1 << 20) + "\n";
    assertThat(wire(LINES, file("a", content))).isEqualTo(content);
  }

  @Test
  void aFileOfManyBlocksIsReadToItsEnd() throws Exception {
    String content =
        IntStream.range(0, 100_000)
            .mapToObj(i -> "line " + i + " " + "x".repeat(i % 97) + "\n")
            .collect(Collectors.joining());
    assertThat(wire(LINES, file("a", content))).isEqualTo(content);
  }

  @Test
  void noMoreMessagesAreAppendedThanAskedFor() throws Exception {
    var log = log(Framing.lines());
    try (var supply = supply(LINES, file("a", "1\n2\n3\n4\n5\n"))) {
      assertThat(supply.appendTo(log, 2, ALL)).isEqualTo(2);
      assertThat(log.next()).isEqualTo(2);
      assertThat(supply.appendTo(log, ALL, 3)).isEqualTo(2);
      assertThat(supply.appendTo(log, ALL, ALL)).isEqualTo(1);
      assertThat(supply.appendTo(log, ALL, ALL)).isEqualTo(Supply.END);
    }
    assertThat(Contents.messages(log)).containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void messagesMadeAnewAreCountedToo() throws Exception {
    var log = log(Framing.parse("crlf"));
    try (var supply = supply(reading("crlf", "lines"), file("a", "1\n2\n3\n4\n5\n"))) {
      assertThat(supply.appendTo(log, 2, ALL)).isEqualTo(2);
      assertThat(supply.appendTo(log, ALL, 4)).isEqualTo(2);
      assertThat(supply.appendTo(log, ALL, ALL)).isEqualTo(1);
      assertThat(supply.appendTo(log, ALL, ALL)).isEqualTo(Supply.END);
    }
    assertThat(Contents.messages(log)).containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void aMessageThatTheStreamCannotHoldIsLeftOutAndCounted() throws Exception {
    var log = log(Framing.parse("crlf"));
    Contents.fill(log, supply(reading("crlf", "nul"), file("a", "good\0b\r\nad\0good too\0")));
    assertThat(log.counts().refused()).isEqualTo(1);
    assertThat(Contents.messages(log)).containsExactly("good", "good too");
  }

  @Test
  void aMessageThatIsTooLongIsAnErrorThatSaysWhere() throws Exception {
    var log = log(Framing.lines());
    var file = file("long.txt", "1\n2\n3\n" + "x".repeat((1 << 20) + 1) + "\n5\n");
    assertThatThrownBy(() -> Contents.fill(log, supply(LINES, file)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file.name() + ", message 4: ")
        .hasMessageContaining("1048576");
    assertThat(Contents.messages(log)).containsExactly("1", "2", "3");
  }

  @Test
  void aLoopBeginsAgainAfterTheLastInput() throws Exception {
    var log = log(Framing.lines());
    try (var supply = supply(looped(LINES), file("a", "1\n2\n"), file("b", "3"))) {
      append(supply, log, 7);
    }
    assertThat(Contents.messages(log)).containsExactly("1", "2", "3", "1", "2", "3", "1");
  }

  private static void append(Supply supply, MessageLog log, long messages) throws IOException {
    for (long left = messages; left > 0; ) {
      left -= supply.appendTo(log, left, ALL);
    }
  }

  @Test
  void aLoopOverNothingIsAnError() throws Exception {
    var empty = file("empty", "");
    assertThatThrownBy(() -> Contents.fill(log(Framing.lines()), supply(looped(LINES), empty)))
        .hasMessage("nothing to repeat: there is no message in " + empty.name());
  }

  @Test
  void theHeaderOfTheFirstInputIsKeptAndThatOfTheOthersLeftOut() throws Exception {
    var log = log(Framing.lines());
    var reading = withHeader(LINES, 2);
    var supply = supply(reading, file("a", "h1\r\nh2\na\n"), file("b", "H1\nH2\nb\n"));
    assertThat(header(supply, Framing.lines())).isEqualTo("h1\r\nh2\n");
    Contents.fill(log, supply);
    assertThat(Contents.messages(log)).containsExactly("a", "b");
  }

  private String header(Supply supply, Framing framing) throws IOException {
    var header = log(framing);
    supply.headerTo(header);
    return Contents.wire(header);
  }

  @Test
  void theHeaderIsLeftOutInEachPassOfALoop() throws Exception {
    var log = log(Framing.lines());
    try (var supply = supply(looped(withHeader(LINES, 1)), file("a", "h\n1\n2\n"))) {
      append(supply, log, 5);
    }
    assertThat(Contents.messages(log)).containsExactly("1", "2", "1", "2", "1");
  }

  @Test
  void aHeaderIsFramedAsTheStreamIs() throws Exception {
    try (var supply = supply(withHeader(reading("crlf", "lines"), 1), file("a", "head\nbody"))) {
      assertThat(header(supply, Framing.parse("crlf"))).isEqualTo("head\r\n");
    }
  }

  @Test
  void anInputShorterThanItsHeaderHasNoMessages() throws Exception {
    var log = log(Framing.lines());
    var supply = supply(withHeader(LINES, 3), file("a", "h1\nh2"));
    assertThat(header(supply, Framing.lines())).isEqualTo("h1\nh2\n");
    assertThat(Contents.messages(Contents.fill(log, supply))).isEmpty();
  }

  @Test
  void aGzipFileIsReadAsItsContentWhateverItsName() throws Exception {
    byte[] members = concat(gzip("one\ntwo\n"), gzip("three\n"));
    assertThat(wire(LINES, file("data.txt", members))).isEqualTo("one\ntwo\nthree\n");
  }

  @Test
  void aZstdFileIsReadAsItsContentWhateverItsName() throws Exception {
    byte[] frames = concat(zstd("one\ntwo\n"), zstd("three\n"));
    assertThat(wire(LINES, file("data.txt", frames))).isEqualTo("one\ntwo\nthree\n");
  }

  @Test
  void aDamagedCompressedFileIsAnErrorThatNamesIt() throws Exception {
    String content = "some text\n".repeat(1000);
    for (byte[] whole : List.of(gzip(content), zstd(content))) {
      var file = file("cut", Arrays.copyOf(whole, whole.length - 10));
      assertThatThrownBy(() -> wire(LINES, file))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file.name() + ": ");
    }
  }

  @Test
  void aPipeIsReadAsItIs() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    var writer = new ProcessBuilder("sh", "-c", "printf 'from\\na pipe\\n' > " + pipe).start();
    assertThat(wire(LINES, new FileInput(pipe))).isEqualTo("from\na pipe\n");
    assertThat(writer.waitFor()).isZero();
  }

  @Test
  void aMissingFileIsSaid() {
    var missing = new FileInput(folder.resolve("missing"));
    assertThatThrownBy(() -> wire(LINES, missing))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(missing.name());
  }

  @Test
  void aFolderIsNoFile() {
    assertThatThrownBy(() -> wire(LINES, new FileInput(folder)))
        .hasMessage(folder + ": Is a directory");
  }

  private static byte[] gzip(String content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content.getBytes(ISO_8859_1));
    }
    return bytes.toByteArray();
  }

  private static byte[] zstd(String content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(bytes)) {
      out.write(content.getBytes(ISO_8859_1));
    }
    return bytes.toByteArray();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
