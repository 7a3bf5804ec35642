// The kernels of the GPU benchmark in C: the same interface and the same loops as the element style of the guests in
// assembly/. Scalars come in slots of 8 bytes. Compiled by src/gpu/c-kernels.ts with clang for wasm32.
#define EXPORT(name) __attribute__((export_name(name)))

typedef struct { float value; int padding; } float_slot;
typedef struct { int value, padding; } int_slot;

EXPORT("nstream")
void nstream(int i, int iterations, int block, const float *b, int b_size, const float *c, int c_size,
             const float_slot *s, int s_size, float *a, int a_size) {
  a[i] += b[i] + s[0].value * c[i];
}

EXPORT("stencil")
void stencil(int i, int iterations, int block, const float *source, int source_size, const int_slot *order, int order_size,
             float *out, int out_size) {
  int n = order[0].value, inner = n - 4, at = (i / inner + 2) * n + i % inner + 2;
  out[at] += source[at - 2 * n] * -0.125f + source[at - n] * -0.25f
    + source[at - 2] * -0.125f + source[at - 1] * -0.25f
    + source[at + 1] * 0.25f + source[at + 2] * 0.125f
    + source[at + n] * 0.25f + source[at + 2 * n] * 0.125f;
}

EXPORT("gemm")
void gemm(int i, int iterations, int block, const float *a, int a_size, const float *b, int b_size, const int_slot *order,
          int order_size, float *c, int c_size) {
  int n = order[0].value, row = i / n * n, column = i % n;
  float sum = 0;
  for (int k = 0; k < n; k++) sum += a[row + k] * b[k * n + column];
  c[i] += sum;
}

EXPORT("mandelbrot")
void mandelbrot(int i, int iterations, int block, const int_slot *parameters, int parameters_size, int *image,
                int image_size) {
  int width = parameters[0].value, limit = parameters[1].value, turns = 0;
  float scale = 3 / (float)width, cx = (float)(i % width) * scale - 2, cy = (float)(i / width) * scale - 1.5f;
  float x = 0, y = 0;
  for (; turns < limit; turns++) {
    float xx = x * x, yy = y * y;
    if (xx + yy > 4) break;
    y = 2 * x * y + cy;
    x = xx - yy + cx;
  }
  image[i] = turns;
}
