package dev.leat.bench.compare;

import java.io.IOException;
import java.util.List;

/** The same work, done by each contender in turn. */
interface Comparison {

  /** What it is called on the command line. */
  String name();

  /** What it is called in the report. */
  String title();

  List<Contender> contenders();

  List<Column> columns();

  List<Check> checks();

  default int rounds(Settings settings) {
    return settings.rounds();
  }

  /** Lets the contender work once. */
  Figures measure(Contender contender, Settings settings) throws IOException, InterruptedException;
}
