package dev.leat.bench.compare;

/** A column of a comparison's table: a figure, its heading and how it is written. */
record Column(String heading, String figure, Unit unit) {}
