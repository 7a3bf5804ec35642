// What the native baselines share: arguments, page-aligned arrays, a clock and one line of JSON.
#pragma once
#include <omp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  long size;
  int iterations;
  int threads;
  int tile;
} Arguments;

// PROGRAM size iterations threads [tile]; tile 0 or none: not tiled
static inline Arguments parse_arguments(int count, char **values) {
  if (count < 4) {
    fprintf(stderr, "usage: %s size iterations threads [tile]\n", values[0]);
    exit(2);
  }
  Arguments arguments = {atol(values[1]), atoi(values[2]), atoi(values[3]), count > 4 ? atoi(values[4]) : 0};
  if (arguments.size < 1 || arguments.iterations < 1 || arguments.threads < 1 || arguments.tile < 0) {
    fprintf(stderr, "%s: size, iterations and threads must be at least 1, tile at least 0\n", values[0]);
    exit(2);
  }
  omp_set_num_threads(arguments.threads);
  return arguments;
}

static inline void *allocate(size_t count, size_t element_bytes) {
  size_t bytes = (count * element_bytes + 4095) & ~(size_t)4095;
  void *memory = aligned_alloc(4096, bytes);
  if (memory == NULL) {
    fprintf(stderr, "no memory for %zu bytes\n", bytes);
    exit(3);
  }
  return memory;
}

static inline long minimum(long a, long b) { return a < b ? a : b; }

// The first of the times is the warm-up, which is not reported. Returns the exit status.
static inline int report(const double *times, int iterations, double error, double epsilon) {
  printf("{\"times\":[");
  for (int i = 1; i <= iterations; i++) printf("%s%.9f", i == 1 ? "" : ",", times[i]);
  bool valid = error < epsilon;
  printf("],\"error\":%.17g,\"valid\":%s}\n", error, valid ? "true" : "false");
  return valid ? 0 : 1;
}
