package dev.leat.bench.compare;

import java.util.Locale;

/** How a figure is written for people. */
enum Unit {
  /** A count, or a count a second. */
  COUNT {
    @Override
    String of(double value) {
      if (value >= 999_500) {
        return digits(value / 1e6) + " M";
      }
      return value >= 999.5 ? digits(value / 1e3) + " k" : digits(value);
    }
  },
  /** Microseconds, written as milliseconds. */
  MILLIS_OF_MICROS {
    @Override
    String of(double value) {
      return digits(value / 1e3) + " ms";
    }
  },
  MILLIS {
    @Override
    String of(double value) {
      return digits(value) + " ms";
    }
  },
  SECONDS {
    @Override
    String of(double value) {
      return digits(value) + " s";
    }
  },
  BYTES {
    @Override
    String of(double value) {
      if (value >= 1 << 20) {
        return digits(value / (1 << 20)) + " MiB";
      }
      return value >= 1 << 10 ? digits(value / (1 << 10)) + " KiB" : digits(value) + " B";
    }
  },
  /** Of a whole, where 1 is all of it, so that small losses are seen. */
  SHARE {
    @Override
    String of(double value) {
      return String.format(Locale.ROOT, "%.4f", value);
    }
  },
  RATIO {
    @Override
    String of(double value) {
      return digits(value) + " ×";
    }
  };

  /** The figure with its unit; a dash for what was not measured. */
  String format(double value) {
    return Double.isNaN(value) ? "–" : of(value);
  }

  abstract String of(double value);

  /** Three digits that mean something, and no exponent. */
  private static String digits(double value) {
    double size = Math.abs(value);
    int decimals = 4;
    for (double limit : new double[] {0.09995, 0.9995, 9.995, 99.95}) {
      if (size >= limit || size == 0) {
        decimals--;
      }
    }
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
