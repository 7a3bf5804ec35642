// PRK stencil by hand, star of radius 2: result += W * source. An invocation is an inner point of the n by n grid.
override workgroup_size: u32 = 64;

struct Parameters {
  iterations: u32,
  n: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> source: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(workgroup_size)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.x + group.y * groups.x) * workgroup_size + local;
  if (i >= parameters.iterations) { return; }
  let n = parameters.n;
  let inner = n - 4;
  let at = (i / inner + 2) * n + i % inner + 2;
  result[at] += source[at - 2 * n] * -0.125 + source[at - n] * -0.25
    + source[at - 2] * -0.125 + source[at - 1] * -0.25
    + source[at + 1] * 0.25 + source[at + 2] * 0.125
    + source[at + n] * 0.25 + source[at + 2 * n] * 0.125;
}
