package dev.leat.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates and keys as OpenSSL writes them. */
@Timeout(120)
class IdentityTest {
  @TempDir private Path folder;

  @BeforeEach
  void needOpenssl() throws Exception {
    assumeTrue(run("command -v openssl >/dev/null") == 0, "openssl is not installed");
  }

  private int run(String command) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private void openssl(String arguments) throws Exception {
    assertThat(run("openssl " + arguments)).as(arguments).isZero();
  }

  private Identity read(String key) throws IOException {
    return Identity.read(folder.resolve("cert.pem"), folder.resolve(key));
  }

  private void assertUnusable(String key, String why) throws IOException {
    String secret =
        Files.readString(folder.resolve(key))
            .lines()
            .filter(line -> line.matches("[A-Za-z0-9+/=]{20,}"))
            .findFirst()
            .orElse("-");
    assertThatThrownBy(() -> read(key))
        .hasMessageContaining(why)
        .hasMessageContaining(folder.resolve(key).toString())
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(secret))
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa:2048", "ec -pkeyopt ec_paramgen_curve:P-384", "ed25519"})
  void everyKindOfKeyInTheFormForAll(String kind) throws Exception {
    openssl("req -x509 -nodes -subj /CN=mill -keyout key.pem -out cert.pem -newkey " + kind);
    assertThat(read("key.pem").leaf().getSubjectX500Principal().getName()).isEqualTo("CN=mill");
  }

  @Test
  void theOlderFormForRsa() throws Exception {
    openssl("req -x509 -nodes -subj /CN=mill -keyout key.pem -out cert.pem -newkey rsa:2048");
    openssl("rsa -traditional -in key.pem -out old.pem");
    assertThat(Files.readString(folder.resolve("old.pem"))).contains("BEGIN RSA PRIVATE KEY");
    assertThat(read("old.pem").key()).isEqualTo(read("key.pem").key());
  }

  @Test
  void theOlderFormForCurvesWithItsParametersInFront() throws Exception {
    openssl("ecparam -name prime256v1 -genkey -out old.pem");
    openssl("req -x509 -subj /CN=mill -key old.pem -out cert.pem");
    assertThat(Files.readString(folder.resolve("old.pem")))
        .contains("BEGIN EC PARAMETERS")
        .contains("BEGIN EC PRIVATE KEY");
    assertThat(read("old.pem").key().getAlgorithm()).isEqualTo("EC");
  }

  @Test
  void encryptedKeysAreRefusedWithAdvice() throws Exception {
    openssl("req -x509 -nodes -subj /CN=mill -keyout key.pem -out cert.pem -newkey rsa:2048");
    openssl("pkey -in key.pem -aes256 -passout pass:secret -out new.pem");
    openssl("rsa -traditional -in key.pem -aes256 -passout pass:secret -out old.pem");
    assertUnusable("new.pem", "is encrypted: decrypt it with openssl pkey -in");
    assertUnusable("old.pem", "is encrypted: decrypt it with openssl pkey -in");
  }

  @Test
  void aKeyOfAnotherKindOrBrokenIsRefusedWithoutShowingIt() throws Exception {
    openssl("req -x509 -nodes -subj /CN=mill -keyout key.pem -out cert.pem -newkey rsa:2048");
    openssl("ecparam -name prime256v1 -genkey -noout -out curve.pem");
    openssl("genrsa -out other.pem 2048");
    assertUnusable("curve.pem", "cannot be read");
    assertUnusable("other.pem", "does not belong to the certificate in");
    String key = Files.readString(folder.resolve("key.pem"));
    Files.writeString(folder.resolve("cut.pem"), key.replaceFirst("(?m)^.*\\n(?=-----END)", ""));
    assertUnusable("cut.pem", "cannot be read");
    Files.writeString(folder.resolve("strange.pem"), key.replaceFirst("\n..", "\n*!"));
    assertThatThrownBy(() -> read("strange.pem")).isInstanceOf(IOException.class).hasNoCause();
  }

  @Test
  void opensslReadsTheCertificatesThatAreMadeHere() throws Exception {
    var authority = new Authority(folder, "The Authority");
    Path trusted = authority.file();
    Authority.Pair pair = authority.issue("mill", "mill.example.org", "::1", "10.0.0.7");
    openssl("verify -x509_strict -CAfile " + trusted + " " + trusted);
    openssl("verify -CAfile " + trusted + " " + pair.certificates());
    openssl("x509 -noout -ext subjectAltName -in " + pair.certificates());
    assertThat(Files.readString(folder.resolve("said")))
        .contains("DNS:mill.example.org, IP Address:0:0:0:0:0:0:0:1, IP Address:10.0.0.7");
  }
}
