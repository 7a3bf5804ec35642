// PRK nstream by hand: a += b + s * c. An invocation is an element.
override workgroup_size: u32 = 64;

struct Parameters {
  iterations: u32,
  s: f32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read> c: array<f32>;
@group(0) @binding(3) var<storage, read_write> a: array<f32>;

@compute @workgroup_size(workgroup_size)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.x + group.y * groups.x) * workgroup_size + local;
  if (i >= parameters.iterations) { return; }
  a[i] += b[i] + parameters.s * c[i];
}
