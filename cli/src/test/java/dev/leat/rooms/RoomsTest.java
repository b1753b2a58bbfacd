package dev.leat.rooms;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessField;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.conditions.ArchConditions.never;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.channels.SelectableChannel;
import java.nio.channels.Selector;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The architecture, as rules that a change cannot break unseen. */
class RoomsTest {
  static final Iterable<Room> LIBRARIES = Room.LIBRARIES;

  private static final Map<Room, JavaClasses> CLASSES =
      Arrays.stream(Room.values())
          .collect(Collectors.toUnmodifiableMap(room -> room, Room::importClasses));

  @ParameterizedTest
  @EnumSource(Room.class)
  void aRoomUsesOnlyRoomsAboveIt(Room room) {
    check(
        room,
        noClasses()
            .should()
            .dependOnClassesThat(
                JavaClass.Predicates.resideInAPackage("dev.leat..")
                    .and(not(JavaClass.Predicates.resideInAnyPackage(room.packagesUpToHere())))));
  }

  @ParameterizedTest
  @FieldSource("LIBRARIES")
  void aLibraryNeedsNothingBeyondTheJdk(Room room) {
    String[] own = room.packagesUpToHere();
    String[] allowed =
        Stream.concat(
                Stream.of(own),
                Stream.of(
                    "java..", "javax.net..", "javax.security..", "jdk.net..", "org.jspecify.."))
            .toArray(String[]::new);
    check(room, classes().should().onlyDependOnClassesThat().resideInAnyPackage(allowed));
  }

  @ParameterizedTest
  @FieldSource("LIBRARIES")
  void aLibraryHasNoStaticMutableStateAndNoReflection(Room room) {
    check(room, fields().that().areStatic().should().beFinal());
    check(room, noClasses().should().dependOnClassesThat().resideInAPackage("java.lang.reflect.."));
  }

  @ParameterizedTest
  @FieldSource("LIBRARIES")
  void aLibraryWritesToNoConsole(Room room) {
    check(room, classes().should(never(accessField(System.class, "out"))));
    check(room, classes().should(never(accessField(System.class, "err"))));
  }

  @Test
  void framingKnowsNoSocketNoThreadAndNoClock() {
    check(
        Room.FRAMING,
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.util.concurrent.."));
    // Anything that can be read may be read, but what selects or can be selected is a socket's.
    check(
        Room.FRAMING,
        noClasses().should().dependOnClassesThat().areAssignableTo(SelectableChannel.class));
    check(Room.FRAMING, noClasses().should().dependOnClassesThat().areAssignableTo(Selector.class));
    check(Room.FRAMING, noClasses().should().dependOnClassesThat().areAssignableTo(Thread.class));
    check(Room.FRAMING, noClasses().should().dependOnClassesThat().areAssignableTo(Clock.class));
    check(Room.FRAMING, classes().should(never(callMethod(Instant.class, "now"))));
    check(Room.FRAMING, classes().should(never(callMethod(System.class, "nanoTime"))));
    check(Room.FRAMING, classes().should(never(callMethod(System.class, "currentTimeMillis"))));
  }

  @Test
  void codecKnowsNoStreamAndNoConnection() {
    check(
        Room.CODEC,
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(Room.STREAM.packages(), Room.NET.packages()));
  }

  @ParameterizedTest
  @EnumSource(Room.class)
  void everyPackageSaysWhereNullIsAllowed(Room room) throws Exception {
    for (String name : room.classNames()) {
      String packageName = name.substring(0, name.lastIndexOf('.'));
      Class<?> description = Class.forName(packageName + ".package-info");
      assertThat(description.isAnnotationPresent(NullMarked.class))
          .as("package %s is @NullMarked", packageName)
          .isTrue();
    }
  }

  private static void check(Room room, ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES.get(room));
  }
}
