package dev.leat.rooms;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A module and its package, in the order in which data flows: a room may use only rooms above it.
 */
enum Room {
  FRAMING,
  STREAM,
  NET,
  CODEC,
  SERVICES,
  CLI;

  /** The rooms that others build on: nothing beyond the JDK, and an API under review. */
  static final List<Room> LIBRARIES = List.of(FRAMING, STREAM, NET);

  /** The folder of the module, and the last part of its package. */
  String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Everything in this room's package and below, as ArchUnit writes it. */
  String packages() {
    return "dev.leat." + folder() + "..";
  }

  /** The packages of this room and of all above it. */
  String[] packagesUpToHere() {
    return Arrays.stream(values())
        .filter(room -> room.compareTo(this) <= 0)
        .map(Room::packages)
        .toArray(String[]::new);
  }

  /** The module's folder; tests run in that of the command. */
  Path module() {
    return Path.of("..", folder());
  }

  JavaClasses importClasses() {
    return new ClassFileImporter().importPath(compiled());
  }

  /** The names of all compiled classes, those of packages among them. */
  List<String> classNames() throws IOException {
    Path root = compiled();
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.endsWith(".class"))
          .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
          .sorted()
          .toList();
    }
  }

  private Path compiled() {
    Path classes = module().resolve(Path.of("target", "classes"));
    if (!Files.isDirectory(classes)) {
      throw new IllegalStateException(
          classes.toAbsolutePath().normalize() + " is missing: run ./mvnw from the top folder");
    }
    return classes;
  }
}
