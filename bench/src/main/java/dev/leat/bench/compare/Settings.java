package dev.leat.bench.compare;

/**
 * How long to measure.
 *
 * @param rounds in which every contender has its turn
 * @param seconds of load that count, in each turn
 * @param warmUp seconds of load before them
 */
record Settings(int rounds, double seconds, double warmUp) {}
