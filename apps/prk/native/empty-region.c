// Times of an empty OpenMP region. PROGRAM gap_us samples threads: gap_us microseconds of busy work lie between two regions.
#include "prk.h"

static void empty_region(void) {
#pragma omp parallel
  { __asm__ volatile("" ::: "memory"); }
}

int main(int count, char **values) {
  if (count < 4) {
    fprintf(stderr, "usage: %s gap_us samples threads\n", values[0]);
    return 2;
  }
  const double gap = atof(values[1]) * 1.0e-6;
  const int samples = atoi(values[2]);
  omp_set_num_threads(atoi(values[3]));
  double *times = allocate(samples + 1, sizeof(double));
  for (int i = 0; i < 3000; i++) empty_region();
  for (int i = 0; i <= samples; i++) {
    const double end = omp_get_wtime() + gap;
    while (omp_get_wtime() < end) {
    }
    const double start = omp_get_wtime();
    empty_region();
    times[i] = omp_get_wtime() - start;
  }
  return report(times, samples, 0.0, 1.0);
}
