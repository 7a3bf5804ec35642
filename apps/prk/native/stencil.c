// PRK stencil, star of radius 2: out += W * in, in += 1.
#include "prk.h"
#include <math.h>

int main(int count, char **values) {
  const Arguments arguments = parse_arguments(count, values);
  const long n = arguments.size;
  double *restrict in = allocate(n * n, sizeof(double));
  double *restrict out = allocate(n * n, sizeof(double));
  double *times = allocate(arguments.iterations + 1, sizeof(double));

#pragma omp parallel for
  for (long i = 0; i < n; i++)
    for (long j = 0; j < n; j++) in[i * n + j] = i + j, out[i * n + j] = 0.0;

  for (int iteration = 0; iteration <= arguments.iterations; iteration++) {
    const double start = omp_get_wtime();
#pragma omp parallel
    {
#pragma omp for
      for (long i = 2; i < n - 2; i++)
        for (long j = 2; j < n - 2; j++)
          out[i * n + j] += in[(i - 2) * n + j] * -0.125 + in[(i - 1) * n + j] * -0.25 +
                            in[i * n + j - 2] * -0.125 + in[i * n + j - 1] * -0.25 +
                            in[i * n + j + 1] * 0.25 + in[i * n + j + 2] * 0.125 +
                            in[(i + 1) * n + j] * 0.25 + in[(i + 2) * n + j] * 0.125;
#pragma omp for
      for (long i = 0; i < n; i++)
        for (long j = 0; j < n; j++) in[i * n + j] += 1.0;
    }
    times[iteration] = omp_get_wtime() - start;
  }

  double norm = 0.0;
  for (long i = 2; i < n - 2; i++)
    for (long j = 2; j < n - 2; j++) norm += fabs(out[i * n + j]);
  norm /= (double)((n - 4) * (n - 4));
  return report(times, arguments.iterations, fabs(norm - 2.0 * (arguments.iterations + 1)), 1.0e-8);
}
