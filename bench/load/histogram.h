// Counts durations in buckets that are at most 1/128 of the duration wide, up to 292 years.
#ifndef LEAT_HISTOGRAM_H
#define LEAT_HISTOGRAM_H

#include <stdint.h>

#define HISTOGRAM_BITS 7
#define HISTOGRAM_WIDTH (1 << HISTOGRAM_BITS)

struct histogram {
  uint64_t total;
  int64_t worst;
  uint64_t counts[(64 - HISTOGRAM_BITS + 1) * HISTOGRAM_WIDTH];
};

// Below HISTOGRAM_WIDTH a bucket is one nanosecond; each doubling above gets as many buckets again.
static inline int histogram_bucket(uint64_t nanos) {
  if (nanos < HISTOGRAM_WIDTH) return (int)nanos;
  int shift = 63 - __builtin_clzll(nanos) - HISTOGRAM_BITS;
  return shift * HISTOGRAM_WIDTH + (int)(nanos >> shift);
}

// The middle of what falls into a bucket.
static inline double histogram_value(int bucket) {
  if (bucket < 2 * HISTOGRAM_WIDTH) return bucket;
  int shift = bucket / HISTOGRAM_WIDTH - 1;
  double low = (double)((uint64_t)(bucket - shift * HISTOGRAM_WIDTH) << shift);
  return low + (double)(1ULL << shift) / 2;
}

static inline void histogram_add(struct histogram *histogram, int64_t nanos) {
  if (nanos < 0) nanos = 0;
  histogram->counts[histogram_bucket((uint64_t)nanos)]++;
  histogram->total++;
  if (nanos > histogram->worst) histogram->worst = nanos;
}

// The duration in microseconds that the given share of all durations does not exceed; 0 when there is none.
static inline double histogram_micros(const struct histogram *histogram, double share) {
  if (histogram->total == 0) return 0;
  uint64_t rank = (uint64_t)(share * (double)histogram->total);
  if (rank >= histogram->total) rank = histogram->total - 1;
  uint64_t seen = 0;
  int bucket = 0;
  while ((seen += histogram->counts[bucket]) <= rank) bucket++;
  return histogram_value(bucket) / 1e3;
}

#endif
