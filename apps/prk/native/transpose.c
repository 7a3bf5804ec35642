// PRK transpose: B += transpose of A, A += 1, in tiles.
#include "prk.h"
#include <math.h>

int main(int count, char **values) {
  const Arguments arguments = parse_arguments(count, values);
  const long n = arguments.size;
  const long tile = arguments.tile > 0 ? arguments.tile : n;
  double *restrict a = allocate(n * n, sizeof(double));
  double *restrict b = allocate(n * n, sizeof(double));
  double *times = allocate(arguments.iterations + 1, sizeof(double));

#pragma omp parallel for
  for (long i = 0; i < n * n; i++) a[i] = i, b[i] = 0.0;

  for (int iteration = 0; iteration <= arguments.iterations; iteration++) {
    const double start = omp_get_wtime();
#pragma omp parallel for
    for (long it = 0; it < n; it += tile)
      for (long jt = 0; jt < n; jt += tile)
        for (long i = it; i < minimum(n, it + tile); i++)
          for (long j = jt; j < minimum(n, jt + tile); j++) {
            b[i * n + j] += a[j * n + i];
            a[j * n + i] += 1.0;
          }
    times[iteration] = omp_get_wtime() - start;
  }

  const double runs = arguments.iterations + 1.0;
  const double added = runs * (runs - 1.0) / 2.0;
  double error = 0.0;
  for (long i = 0; i < n; i++)
    for (long j = 0; j < n; j++) error += fabs(b[i * n + j] - ((double)(j * n + i) * runs + added));
  return report(times, arguments.iterations, error, 1.0e-8);
}
