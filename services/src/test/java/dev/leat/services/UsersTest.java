package dev.leat.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
  void whoIsAddedAtTheSameTimeIsNotLost() throws Exception {
    int many = 6;
    try (var threads = Executors.newFixedThreadPool(many)) {
      List<Future<Boolean>> puts = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        String name = "user" + i;
        puts.add(threads.submit(() -> Users.in(file()).put(name, "secret")));
      }
      for (Future<Boolean> put : puts) {
        assertThat(put.get()).isFalse();
      }
    }
    assertThat(Users.in(file()).count()).isEqualTo(many);
    assertThat(Users.in(file()).verify("user0", "secret")).isTrue();
  }

  @Test
  void aLinkStaysOneAndTheGroupMayStillRead() throws Exception {
    Users.in(file()).put("admin", "secret");
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file());
    Users.in(link).put("other", "secret");
    assertThat(link).isSymbolicLink();
    assertThat(Users.in(file()).count()).isEqualTo(2);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-r-----");
  }

  @Test
  void theFileStaysItsOwners() throws Exception {
    Users.in(file()).put("admin", "secret");
    UserPrincipal nobody;
    try {
      nobody =
          file().getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
      Files.setOwner(file(), nobody);
    } catch (IOException e) {
      nobody = null;
    }
    assumeTrue(nobody != null, "only root can give files away");
    Users.in(file()).put("other", "secret");
    assertThat(Files.getOwner(file())).isEqualTo(nobody);
  }

  @Test
  void whoeverCanWriteTheFileIsNoticed() throws Exception {
    Users.in(file()).put("admin", "secret");
    assertThat(Users.in(file()).writableByOthers()).isFalse();
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-----w-"));
    assertThat(Users.in(file()).writableByOthers()).isTrue();
    assertThat(Users.in(file()).readableByOthers()).isFalse();
  }

  @Test
  void aPasswordIsMeasuredInTheBytesThatAreSent() throws Exception {
    String longest = "ü".repeat(Users.LONGEST_PASSWORD / 2);
    Users.in(file()).put("admin", longest);
    assertThat(Users.in(file()).verify("admin", longest)).isTrue();
    assertThatThrownBy(() -> Users.in(file()).put("admin", longest + "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 1024 bytes");
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
