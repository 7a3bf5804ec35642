// PRK sparse: y += A * x for the matrix of a periodic star stencil on a 2^k by 2^k grid (size = k) whose rows and
// columns are scrambled by reversing the bits of their index; x[i] += i + 1 before each product.
#include "prk.h"
#include <math.h>

enum { radius = 4, entries = 4 * radius + 1 };

static long reverse_bits(long value, int bits) {
  long reversed = 0;
  for (int i = 0; i < bits; i++, value >>= 1) reversed = (reversed << 1) | (value & 1);
  return reversed;
}

static int compare(const void *left, const void *right) {
  const long a = *(const long *)left, b = *(const long *)right;
  return (a > b) - (a < b);
}

static void fill_row(long row, int bits, long *column, double *matrix) {
  const long side = 1L << bits, i = row & (side - 1), j = row >> bits;
  long *next = column;
  *next++ = reverse_bits(row, 2 * bits);
  for (long r = 1; r <= radius; r++) {
    *next++ = reverse_bits(((i + r) & (side - 1)) + (j << bits), 2 * bits);
    *next++ = reverse_bits(((i - r) & (side - 1)) + (j << bits), 2 * bits);
    *next++ = reverse_bits(i + (((j + r) & (side - 1)) << bits), 2 * bits);
    *next++ = reverse_bits(i + (((j - r) & (side - 1)) << bits), 2 * bits);
  }
  qsort(column, entries, sizeof(long), compare);
  for (int k = 0; k < entries; k++) matrix[k] = 1.0 / (column[k] + 1.0);
}

int main(int count, char **values) {
  const Arguments arguments = parse_arguments(count, values);
  const int bits = arguments.size;
  const long rows = 1L << (2 * bits);
  double *restrict matrix = allocate(rows * entries, sizeof(double));
  long *restrict column = allocate(rows * entries, sizeof(long));
  double *restrict x = allocate(rows, sizeof(double));
  double *restrict y = allocate(rows, sizeof(double));
  double *times = allocate(arguments.iterations + 1, sizeof(double));

#pragma omp parallel for
  for (long row = 0; row < rows; row++) {
    fill_row(row, bits, column + row * entries, matrix + row * entries);
    x[row] = y[row] = 0.0;
  }

  for (int iteration = 0; iteration <= arguments.iterations; iteration++) {
    const double start = omp_get_wtime();
#pragma omp parallel
    {
#pragma omp for
      for (long row = 0; row < rows; row++) x[row] += row + 1.0;
#pragma omp for
      for (long row = 0; row < rows; row++) {
        double sum = 0.0;
        for (long k = row * entries; k < (row + 1) * entries; k++) sum += matrix[k] * x[column[k]];
        y[row] += sum;
      }
    }
    times[iteration] = omp_get_wtime() - start;
  }

  const double runs = arguments.iterations + 1.0;
  const double expected = 0.5 * rows * entries * runs * (runs + 1.0);
  double sum = 0.0;
  for (long row = 0; row < rows; row++) sum += y[row];
  return report(times, arguments.iterations, fabs(sum - expected) / expected, 1.0e-8);
}
