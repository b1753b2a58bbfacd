package dev.leat.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PasswordHashTest {
  /** From the tests of the reference implementation. */
  private static final String REFERENCE =
      "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

  @Test
  void nobodyIsAsExpensiveAsMostAre() {
    PasswordHash cheap = made("m=4096,t=1,p=1");
    PasswordHash usual = made("m=65536,t=3,p=4");
    PasswordHash costly = made("m=65536,t=4,p=4");
    assertThat(PasswordHash.ofNobody(List.of())).asString().contains("$m=19456,t=2,p=1$");
    assertThat(PasswordHash.ofNobody(List.of(cheap, usual, costly, usual)))
        .asString()
        .contains("$m=65536,t=3,p=4$");
    assertThat(PasswordHash.ofNobody(List.of(cheap, costly, usual)))
        .asString()
        .contains("$m=65536,t=4,p=4$");
  }

  @Test
  void oneLineOfAFileCannotTakeMinutes() {
    assertThat(made("m=1048576,t=2,p=1")).isNotNull();
    assertThatThrownBy(() -> made("m=1048576,t=3,p=1")).hasMessageContaining("out of range");
    assertThatThrownBy(() -> made("m=19456,t=9999,p=1")).hasMessageContaining("out of range");
  }

  private static PasswordHash made(String cost) {
    return PasswordHash.parse(
        "$argon2id$v=19$" + cost + "$" + "B".repeat(22) + "$" + "B".repeat(43));
  }

  @Test
  void readsWhatTheReferenceImplementationWrites() {
    PasswordHash hash = PasswordHash.parse(REFERENCE);
    assertThat(hash.matches("password")).isTrue();
    assertThat(hash.matches("Password")).isFalse();
    assertThat(hash).hasToString(REFERENCE);
  }

  @Test
  void theSamePasswordHasAnotherHashEachTime() {
    PasswordHash one = PasswordHash.of("pass wörd");
    PasswordHash other = PasswordHash.of("pass wörd");
    assertThat(one.toString()).isNotEqualTo(other.toString()).doesNotContain("pass");
    assertThat(PasswordHash.parse(one.toString()).matches("pass wörd")).isTrue();
    assertThat(other.matches("pass word")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXP"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> PasswordHash.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
