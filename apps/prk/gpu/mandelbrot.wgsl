// The Mandelbrot set by hand: how many turns each point of a square image stays near. An invocation is a point.
override workgroup_size: u32 = 64;

struct Parameters {
  iterations: u32,
  width: u32,
  limit: u32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read_write> image: array<u32>;

@compute @workgroup_size(workgroup_size)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.x + group.y * groups.x) * workgroup_size + local;
  if (i >= parameters.iterations) { return; }
  let width = parameters.width;
  let limit = parameters.limit;
  let scale = 3 / f32(width);
  let cx = f32(i % width) * scale - 2;
  let cy = f32(i / width) * scale - 1.5;
  var x = 0f;
  var y = 0f;
  var turns = 0u;
  while (turns < limit) {
    let xx = x * x;
    let yy = y * y;
    if (xx + yy > 4) { break; }
    y = 2 * x * y + cy;
    x = xx - yy + cx;
    turns++;
  }
  image[i] = turns;
}
