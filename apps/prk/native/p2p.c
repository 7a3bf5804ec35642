// PRK p2p as a wavefront of tiles: grid[i][j] = grid[i-1][j] + grid[i][j-1] - grid[i-1][j-1].
#include "prk.h"
#include <math.h>

static void sweep_tile(long first_row, long last_row, long first_column, long last_column, long n, double *grid) {
  for (long i = first_row; i < last_row; i++)
    for (long j = first_column; j < last_column; j++)
      grid[i * n + j] = grid[(i - 1) * n + j] + grid[i * n + j - 1] - grid[(i - 1) * n + j - 1];
}

int main(int count, char **values) {
  const Arguments arguments = parse_arguments(count, values);
  const long n = arguments.size;
  const long tile = arguments.tile > 0 ? arguments.tile : 64;
  const long tiles = (n - 1 + tile - 1) / tile;
  double *restrict grid = allocate(n * n, sizeof(double));
  double *times = allocate(arguments.iterations + 1, sizeof(double));

#pragma omp parallel for
  for (long i = 0; i < n * n; i++) grid[i] = 0.0;
  for (long i = 0; i < n; i++) grid[i] = i, grid[i * n] = i;

  for (int iteration = 0; iteration <= arguments.iterations; iteration++) {
    const double start = omp_get_wtime();
#pragma omp parallel
    for (long diagonal = 0; diagonal < 2 * tiles - 1; diagonal++) {
      const long first = diagonal < tiles ? 0 : diagonal - tiles + 1;
      const long last = minimum(diagonal, tiles - 1);
#pragma omp for
      for (long column = first; column <= last; column++) {
        const long i = (diagonal - column) * tile + 1, j = column * tile + 1;
        sweep_tile(i, minimum(n, i + tile), j, minimum(n, j + tile), n, grid);
      }
    }
    grid[0] = -grid[n * n - 1];
    times[iteration] = omp_get_wtime() - start;
  }

  const double expected = (arguments.iterations + 1.0) * (2.0 * n - 2.0);
  return report(times, arguments.iterations, fabs(grid[n * n - 1] - expected) / expected, 1.0e-8);
}
