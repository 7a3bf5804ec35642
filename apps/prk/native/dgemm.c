// PRK dgemm: C += A * B, the plain loop, in tiles or not.
#include "prk.h"
#include <math.h>

int main(int count, char **values) {
  const Arguments arguments = parse_arguments(count, values);
  const long n = arguments.size, tile = arguments.tile;
  double *restrict a = allocate(n * n, sizeof(double));
  double *restrict b = allocate(n * n, sizeof(double));
  double *restrict c = allocate(n * n, sizeof(double));
  double *times = allocate(arguments.iterations + 1, sizeof(double));

#pragma omp parallel for
  for (long i = 0; i < n; i++)
    for (long j = 0; j < n; j++) a[i * n + j] = i, b[i * n + j] = i, c[i * n + j] = 0.0;

  for (int iteration = 0; iteration <= arguments.iterations; iteration++) {
    const double start = omp_get_wtime();
    if (tile == 0) {
#pragma omp parallel for
      for (long i = 0; i < n; i++)
        for (long k = 0; k < n; k++)
          for (long j = 0; j < n; j++) c[i * n + j] += a[i * n + k] * b[k * n + j];
    } else {
#pragma omp parallel for
      for (long it = 0; it < n; it += tile)
        for (long kt = 0; kt < n; kt += tile)
          for (long jt = 0; jt < n; jt += tile)
            for (long i = it; i < minimum(n, it + tile); i++)
              for (long k = kt; k < minimum(n, kt + tile); k++)
                for (long j = jt; j < minimum(n, jt + tile); j++) c[i * n + j] += a[i * n + k] * b[k * n + j];
    }
    times[iteration] = omp_get_wtime() - start;
  }

  double sum = 0.0;
  for (long i = 0; i < n * n; i++) sum += c[i];
  const double order = n;
  const double expected =
      0.25 * order * order * order * (order - 1.0) * (order - 1.0) * (arguments.iterations + 1);
  return report(times, arguments.iterations, fabs(sum - expected) / expected, 1.0e-8);
}
