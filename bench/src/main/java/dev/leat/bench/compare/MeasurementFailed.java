package dev.leat.bench.compare;

/**
 * A contender or an instrument that did not do its part; the round has no figures, the others go
 * on.
 */
final class MeasurementFailed extends RuntimeException {
  MeasurementFailed(String message) {
    super(message);
  }
}
