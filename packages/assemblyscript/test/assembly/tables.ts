import { Buffer, Device, DeviceKind, Input, Iteration, Output } from '@weft/assemblyscript/assembly'

const weights: usize = memory.data<f64>([0.5, 0, 0, 2, 8])
const names: StaticArray<u8> = [7, 11, 13]
let scale: f64 = 3
const greeting = 'text that no kernel needs'

// The standard library's tables.
@kernel
function exponential(i: Iteration, source: Input<f64>, out: Output<f64>): void {
  out[i] = Math.exp(source[i])
}

// The guest's own, and a global variable that nobody changes.
@kernel
function weigh(i: Iteration, out: Output<f64>, count: i32): void {
  out[i] = scale * load<f64>(weights + (<usize>(i % count) << 3)) + unchecked(names[i % 3])
}

@kernel
function plain(i: Iteration, out: Output<f64>): void {
  out[i] += shifted(i)
}

// Which arguments are left out, the compiler tells by a global variable.
function shifted(i: i32, by: i32 = i >> 1): i32 {
  return i - by
}

// A kernel that nothing runs.
@kernel
function idle(i: Iteration, out: Output<f64>): void {
  out[i] = 1
}

export function runTables(n: i32): f64 {
  const device = Device.open(DeviceKind.DiscreteGpu)
  const source = new Buffer<f64>(device, n), out = new Buffer<f64>(device, n)
  for (let i = 0; i < n; i++) source[i] = 0.37 * i
  source.write()
  exponential.run(device, n, source, out)
  plain.run(device, n, out)
  out.read()
  let sum = digest(out)
  weigh.run(device, n, out, 5)
  out.read()
  sum += digest(out)
  source.free()
  out.free()
  out.free()
  return sum + greeting.length
}

function digest(values: Buffer<f64>): f64 {
  let sum: f64 = 0
  for (let i = 0; i < values.length; i++) sum = sum * 0.75 + values[i]
  return sum
}
