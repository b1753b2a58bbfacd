package dev.leat.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class UsersTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("users.txt");
  }

  @Test
  void aUserIsKnownByNameAndPasswordTogether() throws Exception {
    var users = Users.in(file());
    assertThat(users.put("admin", "secret")).isFalse();
    assertThat(users.put("Zoë", "geheim")).isFalse();
    assertThat(users.count()).isEqualTo(2);
    assertThat(users.verify("admin", "secret")).isTrue();
    assertThat(users.verify("admin", "geheim")).isFalse();
    assertThat(users.verify("Admin", "secret")).isFalse();
    assertThat(users.verify("nobody", "secret")).isFalse();
    assertThat(users.verify("", "")).isFalse();
  }

  @Test
  void aPasswordCanBeChangedWhileOthersRead() throws Exception {
    var users = Users.in(file());
    users.put("admin", "old");
    assertThat(Users.in(file()).put("admin", "new")).isTrue();
    assertThat(users.verify("admin", "old")).isFalse();
    assertThat(users.verify("admin", "new")).isTrue();
    assertThat(users.count()).isEqualTo(1);
  }

  @Test
  void theFileIsItsOwnersAloneWhateverItWasBefore() throws Exception {
    Files.writeString(file(), "");
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(Users.in(file()).readableByOthers()).isTrue();
    Users.in(file()).put("admin", "secret");
    assertThat(Users.in(file()).readableByOthers()).isFalse();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void whatIsNoFileOfUsersIsSaidWithTheLineAndNothingIsWritten() throws Exception {
    String before = "admin:secret\n";
    Files.writeString(file(), before);
    var users = Users.in(file());
    assertThatThrownBy(() -> users.put("other", "x"))
        .isInstanceOf(IOException.class)
        .hasMessage(file() + ", line 1: not the Argon2id hash of a password");
    assertThat(Files.readString(file())).isEqualTo(before);
    assertThatThrownBy(() -> Users.in(folder.resolve("none")).count())
        .isInstanceOf(NoSuchFileException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a:b", "a\nb", " a", "a\u001b", "a\uD83D"})
  void aNameThatCannotStandInTheFileIsRefused(String name) {
    assertThatThrownBy(() -> Users.in(file()).put(name, "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(file()).doesNotExist();
  }
}
