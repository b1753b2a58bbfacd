package dev.leat.cli.store;

import dev.leat.cli.shell.UsageError;
import dev.leat.stream.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The store that a command is about. */
final class StoreArgument {
  @Parameters(
      arity = "0..*",
      paramLabel = "STORE",
      hideParamSyntax = true,
      description = "The directory of the stored stream.")
  private List<Path> paths = new ArrayList<>();

  /** Its directory. */
  Path path() {
    if (paths.isEmpty()) {
      throw new UsageError("which store? the directory of a stored stream is missing");
    }
    if (paths.size() > 1) {
      throw new UsageError("one store is enough: " + paths.get(1));
    }
    return paths.getFirst();
  }

  /** The store. */
  Store store() throws IOException {
    return Store.at(path());
  }
}
