package dev.leat.services;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who may log in: a file with a line {@code NAME:HASH} for each, the hash being Argon2id's. No
 * password is in it. It is read at each question, so that a change of it counts at once. Any thread
 * may ask.
 */
public final class Users {
  /** Bytes of a password, in UTF-8. */
  public static final int LONGEST_PASSWORD = 1024;

  private static final int LONGEST_NAME = 64;

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private static final Set<PosixFilePermission> READING =
      Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);
  private static final Set<PosixFilePermission> WRITING =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private final Path file;

  private Users(Path file) {
    this.file = file;
  }

  /** Those in this file, which need not exist yet. */
  public static Users in(Path file) {
    return new Users(file);
  }

  /**
   * How many there are.
   *
   * @throws NoSuchFileException if there is no such file
   * @throws IOException if it cannot be read, or is no file of users
   */
  public int count() throws IOException {
    return read().size();
  }

  /** Whether others than its owner may read the file, as far as the file system says. */
  public boolean readableByOthers() throws IOException {
    return permits(READING);
  }

  /** Whether others than its owner may write the file, and so make themselves users. */
  public boolean writableByOthers() throws IOException {
    return permits(WRITING);
  }

  private boolean permits(Set<PosixFilePermission> any) throws IOException {
    return POSIX && Files.getPosixFilePermissions(file).stream().anyMatch(any::contains);
  }

  /**
   * Whether there is a user of this name with this password. It takes as long, and as much memory
   * (19 MiB), for a name that is not there as for a password that is wrong; where hashes in the
   * file were made in several ways, as for those of the most usual one.
   */
  public boolean verify(String name, String password) throws IOException {
    Map<String, PasswordHash> users = read();
    PasswordHash nobody = PasswordHash.ofNobody(users.values());
    PasswordHash hash = users.getOrDefault(name, nobody);
    return hash.matches(password) && hash != nobody;
  }

  /**
   * Adds a user, or changes the password of one. Whoever reads the file meanwhile finds either what
   * was there before or what is there then, and whoever changes it too waits. It keeps its owner
   * and group and can be read and written by its owner alone; where the group alone could read it,
   * it still can.
   *
   * @return whether there was a user of this name
   * @throws IllegalArgumentException if the name cannot stand in the file, or the password is empty
   *     or too long
   * @throws IOException if the file is another user's, who could not read it any more
   */
  public boolean put(String name, String password) throws IOException {
    check(name);
    if (password.isEmpty()) {
      throw new IllegalArgumentException("an empty password is none");
    }
    if (password.getBytes(StandardCharsets.UTF_8).length > LONGEST_PASSWORD) {
      throw new IllegalArgumentException(
          "a password has at most " + LONGEST_PASSWORD + " bytes in UTF-8");
    }
    PasswordHash added = PasswordHash.of(password);
    try (var replacement = FileReplacement.of(file)) {
      Map<String, PasswordHash> users = read();
      boolean known = users.put(name, added) != null;
      var text = new StringBuilder();
      users.forEach((user, hash) -> text.append(user).append(':').append(hash).append('\n'));
      replacement.with(text.toString());
      return known;
    }
  }

  /**
   * Checks a name before a password is asked for.
   *
   * @throws IllegalArgumentException if it cannot stand in the file
   */
  public static void check(String name) {
    boolean printable =
        name.codePoints()
            .noneMatch(
                c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    if (name.isBlank() || !name.strip().equals(name) || name.indexOf(':') >= 0 || !printable) {
      throw new IllegalArgumentException(
          "a name has no colon, no control character and no space at either end");
    }
    if (name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("a name has at most " + LONGEST_NAME + " characters");
    }
  }

  private Map<String, PasswordHash> read() throws IOException {
    Map<String, PasswordHash> users = new LinkedHashMap<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int colon = line.indexOf(':');
      if (line.isBlank()) {
        continue;
      }
      try {
        if (colon <= 0) {
          throw new IllegalArgumentException("not NAME:HASH");
        }
        users.put(line.substring(0, colon), PasswordHash.parse(line.substring(colon + 1)));
      } catch (IllegalArgumentException e) {
        throw new IOException("%s, line %d: %s".formatted(file, i + 1, e.getMessage()), e);
      }
    }
    return users;
  }
}
