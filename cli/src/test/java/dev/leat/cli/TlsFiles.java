package dev.leat.cli;

import static dev.leat.cli.Installed.assumeInstalled;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A certificate signed by itself, so that it is also the authority that others have to trust, and
 * its key: files that OpenSSL has made.
 */
record TlsFiles(Path certificate, Path key) {

  /**
   * @param alternatives as OpenSSL writes them: {@code DNS:localhost,IP:127.0.0.1}
   * @param options of {@code openssl req}, as {@code -days 3}
   */
  static TlsFiles make(Path folder, String name, String alternatives, String... options)
      throws Exception {
    assumeInstalled("openssl");
    var files = new TlsFiles(folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
    Process openssl =
        new ProcessBuilder(
                "sh",
                "-c",
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN="
                    + name
                    + " -addext subjectAltName="
                    + alternatives
                    + " -keyout "
                    + files.key
                    + " -out "
                    + files.certificate
                    + " "
                    + String.join(" ", options))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("openssl.out").toFile())
            .start();
    assertThat(openssl.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(openssl.exitValue()).isZero();
    return files;
  }

  static TlsFiles forLocalhost(Path folder) throws Exception {
    return make(folder, "localhost", "DNS:localhost,IP:127.0.0.1");
  }
}
