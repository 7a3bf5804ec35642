// PRK dgemm by hand in f32: c += a * b. An invocation is an element of c; no tiles, as in the guest's kernel.
override workgroup_size: u32 = 64;

struct Parameters {
  iterations: u32,
  n: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> c: array<f32>;

@compute @workgroup_size(workgroup_size)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.x + group.y * groups.x) * workgroup_size + local;
  if (i >= parameters.iterations) { return; }
  let n = parameters.n;
  let row = i / n * n;
  let column = i % n;
  var sum = 0f;
  for (var k = 0u; k < n; k++) {
    sum += a[row + k] * b[k * n + column];
  }
  c[i] += sum;
}
