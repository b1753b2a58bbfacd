package dev.leat.cli;

import static dev.leat.cli.Installed.assumeInstalled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.InputKind;
import dev.leat.cli.shell.Stop;
import dev.leat.cli.shell.Streams;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManPageTest {
  @TempDir private Path directory;

  @BeforeEach
  void write() throws Exception {
    var nowhere = OutputStream.nullOutputStream();
    var streams =
        new Streams(InputStream.nullInputStream(), InputKind.NONE, nowhere, false, nowhere, false);
    ManPages.write(Leat.whole(new Console(streams, Map.of(), new Stop())), directory);
  }

  @Test
  void everyCommandHasOne() throws Exception {
    try (Stream<Path> pages = Files.list(directory)) {
      assertThat(pages.map(page -> page.getFileName().toString()))
          .contains("leat.1", "leat-feed.1", "leat-connect.1", "leat-serve-echo.1");
    }
  }

  @Test
  void itSaysWhatTheHelpSays() throws Exception {
    String page = Files.readString(directory.resolve("leat-listen.1"));

    assertThat(page)
        .contains(".SH \"EXAMPLES\"\n.nf\n  leat listen")
        .contains(".SS \"How many clients\"")
        .contains(".SS \"TLS, for tls:// endpoints\"")
        .contains(".B \"\\-\\-tls\\-self\\-signed\"")
        .contains(".B \"\\-\\-max\\-clients=N\"\nServe at most so many at a time. Default: 10000.")
        .contains(".SH \"SEE ALSO\"\nleat(1)");
  }

  @Test
  void manHasNothingToComplainAbout() throws Exception {
    assumeInstalled("man");
    assumeInstalled("groff");
    try (Stream<Path> pages = Files.list(directory)) {
      for (Path page : pages.toList()) {
        List<String> man =
            List.of("man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", page.toString());
        var process = new ProcessBuilder(man).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String complaints =
            new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(complaints).as(page.toString()).isEmpty();
        String plain = text.replaceAll(".\b", ""); // bold is a letter struck twice
        assertThat(plain).contains("NAME").contains("SYNOPSIS").contains("OPTIONS");
      }
    }
  }
}
