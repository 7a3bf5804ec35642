// PRK nstream: A += B + s * C.
#include "prk.h"
#include <math.h>

int main(int count, char **values) {
  const Arguments arguments = parse_arguments(count, values);
  const long n = arguments.size;
  const double scalar = 3.0;
  double *restrict a = allocate(n, sizeof(double));
  double *restrict b = allocate(n, sizeof(double));
  double *restrict c = allocate(n, sizeof(double));
  double *times = allocate(arguments.iterations + 1, sizeof(double));

#pragma omp parallel for
  for (long i = 0; i < n; i++) a[i] = 0.0, b[i] = 2.0, c[i] = 2.0;

  for (int iteration = 0; iteration <= arguments.iterations; iteration++) {
    const double start = omp_get_wtime();
#pragma omp parallel for
    for (long i = 0; i < n; i++) a[i] += b[i] + scalar * c[i];
    times[iteration] = omp_get_wtime() - start;
  }

  double expected = 0.0, sum = 0.0;
  for (int iteration = 0; iteration <= arguments.iterations; iteration++) expected += 2.0 + scalar * 2.0;
  expected *= n;
  for (long i = 0; i < n; i++) sum += fabs(a[i]);
  return report(times, arguments.iterations, fabs(expected - sum) / sum, 1.0e-8);
}
