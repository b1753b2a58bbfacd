package dev.leat.bench.compare;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Several rounds of one figure in short. All are NaN where every round failed. */
record Summary(double median, double least, double most) {

  /** Of the values that are numbers; a failed round gives NaN and does not count. */
  static Summary of(DoubleStream values) {
    double[] sorted = values.filter(value -> !Double.isNaN(value)).toArray();
    if (sorted.length == 0) {
      return new Summary(Double.NaN, Double.NaN, Double.NaN);
    }
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Summary(median, sorted[0], sorted[sorted.length - 1]);
  }
}
