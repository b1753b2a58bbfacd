package dev.leat.services;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * What is kept of a password: its Argon2id hash (RFC 9106) and what that was made with, in the text
 * form of the password hashing competition, {@code $argon2id$v=19$m=19456,t=2,p=1$SALT$HASH}.
 */
final class PasswordHash {
  private static final Pattern FORM =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,4}),p=(\\d{1,3})"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{16,86})");

  /** As OWASP recommends: 19 MiB, two passes, one lane. */
  private static final PasswordHash STANDARD =
      new PasswordHash(19_456, 2, 1, new byte[16], new byte[32]);

  private static final int MOST_MEMORY = 1 << 20;

  /** KiB passed over in all: a few seconds. */
  private static final int MOST_WORK = 1 << 21;

  /** In KiB, for as long as it is computed. */
  private final int memory;

  private final int iterations;
  private final int lanes;
  private final byte[] salt;
  private final byte[] hash;

  private PasswordHash(int memory, int iterations, int lanes, byte[] salt, byte[] hash) {
    this.memory = memory;
    this.iterations = iterations;
    this.lanes = lanes;
    this.salt = salt;
    this.hash = hash;
  }

  /** The hash of a password, with a new salt. */
  static PasswordHash of(String password) {
    byte[] salt = new byte[STANDARD.salt.length];
    new SecureRandom().nextBytes(salt);
    return STANDARD.with(salt, password);
  }

  /**
   * One that no password has. To compare with it takes as long as with most of these, and longer
   * than with the others where that is not decided.
   */
  static PasswordHash ofNobody(Collection<PasswordHash> users) {
    Map<List<Integer>, Long> counts =
        users.stream().collect(Collectors.groupingBy(PasswordHash::cost, Collectors.counting()));
    return users.stream()
        .max(
            Comparator.<PasswordHash>comparingLong(user -> counts.get(user.cost()))
                .thenComparingLong(PasswordHash::work))
        .map(user ->
            new PasswordHash(
                user.memory,
                user.iterations,
                user.lanes,
                new byte[user.salt.length],
                new byte[user.hash.length]))
        .orElse(STANDARD);
  }

  private List<Integer> cost() {
    return List.of(memory, iterations, lanes);
  }

  private long work() {
    return (long) memory * iterations;
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if it is none
   */
  static PasswordHash parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not the Argon2id hash of a password");
    }
    int memory = Integer.parseInt(matcher.group(1));
    int iterations = Integer.parseInt(matcher.group(2));
    int lanes = Integer.parseInt(matcher.group(3));
    boolean affordable = memory <= MOST_MEMORY && (long) memory * iterations <= MOST_WORK;
    if (!affordable || iterations < 1 || lanes < 1 || memory < 8 * lanes) {
      throw new IllegalArgumentException(
          "m=%d,t=%d,p=%d is out of range".formatted(memory, iterations, lanes));
    }
    Base64.Decoder base64 = Base64.getDecoder();
    return new PasswordHash(
        memory,
        iterations,
        lanes,
        base64.decode(matcher.group(4)),
        base64.decode(matcher.group(5)));
  }

  /** Whether this is its password. How long that takes does not depend on the answer. */
  boolean matches(String password) {
    return MessageDigest.isEqual(hash, with(salt, password).hash);
  }

  private PasswordHash with(byte[] newSalt, String password) {
    var generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memory)
            .withIterations(iterations)
            .withParallelism(lanes)
            .withSalt(newSalt)
            .build());
    byte[] result = new byte[hash.length];
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    generator.generateBytes(bytes, result);
    Arrays.fill(bytes, (byte) 0);
    return new PasswordHash(memory, iterations, lanes, newSalt, result);
  }

  /** The text form. */
  @Override
  public String toString() {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            memory, iterations, lanes, base64.encodeToString(salt), base64.encodeToString(hash));
  }
}
