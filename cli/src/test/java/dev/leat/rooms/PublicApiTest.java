package dev.leat.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Keeps {@code api.txt} of each library true, so that a change of the API is seen in review. */
class PublicApiTest {
  static final Iterable<Room> LIBRARIES = Room.LIBRARIES;

  @ParameterizedTest
  @FieldSource("LIBRARIES")
  void thePublicApiIsTheOneWrittenDown(Room room) throws Exception {
    Path file = room.module().resolve("api.txt");
    String now = PublicApi.of(room);
    if (Boolean.getBoolean("leat.api.update")) {
      Files.writeString(file, now);
    }
    String before = Files.exists(file) ? Files.readString(file) : "";
    assertThat(changes(before, now))
        .as(
            """
            The public API of %s is not what %s/api.txt says. If the change is meant, run
              ./mvnw test -pl cli -am -Dtest=PublicApiTest -Dsurefire.failIfNoSpecifiedTests=false \
            -Dleat.api.update=true
            and commit the file with it\
            """
                .formatted(room.folder(), room.folder()))
        .isEmpty();
  }

  private static List<String> changes(String before, String now) {
    Set<String> old = members(before);
    Set<String> current = members(now);
    List<String> changes = new ArrayList<>();
    old.stream()
        .filter(member -> !current.contains(member))
        .forEach(gone -> changes.add("- " + gone));
    current.stream()
        .filter(member -> !old.contains(member))
        .forEach(come -> changes.add("+ " + come));
    return changes;
  }

  /** Each line of a dump, a member's with that of its type before it. */
  private static Set<String> members(String dump) {
    Set<String> members = new LinkedHashSet<>();
    String type = "";
    for (String line : dump.lines().filter(line -> !line.isBlank()).toList()) {
      if (line.startsWith("  ")) {
        members.add(type + ": " + line.strip());
      } else {
        type = line;
        members.add(type);
      }
    }
    return members;
  }
}
