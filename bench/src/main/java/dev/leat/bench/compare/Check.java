package dev.leat.bench.compare;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison is asked to show: a figure of one contender, or its ratio to the same figure of
 * another, is at least or at most some value. A ratio is taken within each round, where both met
 * the same machine.
 */
record Check(
    String what,
    String figure,
    Unit unit,
    String ours,
    @Nullable String theirs,
    Bound bound,
    double asked) {

  enum Bound {
    AT_LEAST("≥"),
    AT_MOST("≤");

    final String sign;

    Bound(String sign) {
      this.sign = sign;
    }
  }

  static Check ratio(
      String what, String figure, String ours, String theirs, Bound bound, double asked) {
    return new Check(what, figure, Unit.RATIO, ours, theirs, bound, asked);
  }

  static Check value(
      String what, String figure, Unit unit, String ours, Bound bound, double asked) {
    return new Check(what, figure, unit, ours, null, bound, asked);
  }

  Summary measured(Results results) {
    List<Figures> mine = results.rounds(ours);
    if (theirs == null) {
      return Summary.of(mine.stream().mapToDouble(figures -> figures.get(figure)));
    }
    List<Figures> others = results.rounds(theirs);
    return Summary.of(
        IntStream.range(0, Math.min(mine.size(), others.size()))
            .mapToDouble(round -> mine.get(round).get(figure) / others.get(round).get(figure)));
  }

  /** Whether the median is what was asked; false as well where nothing was measured. */
  boolean isMet(Summary measured) {
    return bound == Bound.AT_LEAST ? measured.median() >= asked : measured.median() <= asked;
  }
}
