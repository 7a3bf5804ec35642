import { BlockSize, Buffer, Device, DeviceKind, Input, Iteration, Iterations, Output } from '@weft/assemblyscript/assembly'
import { halve } from './halve'

type Real = f32

// Outputs before inputs, a helper, and a type alias.
@kernel
function scale(i: Iteration, out: Output<Real>, factor: Real, source: Input<Real>): void {
  out[i] = twice(source[i]) * factor
}

function twice(value: f32): f32 {
  return value + value
}

export function runScale(n: i32): f32 {
  const device = Device.open(DeviceKind.Cpu)
  const source = new Buffer<f32>(device, n), out = new Buffer<f32>(device, n)
  for (let i = 0; i < n; i++) source[i] = <f32>i
  source.write()
  scale.run(device, n, out, 1.5, source)
  out.read()
  return out[n - 1]
}

@kernel
function blockSum(i: Iteration, iterations: Iterations, block: BlockSize, source: Input<i32>, out: Output<i32>, n: i32): void {
  let sum = 0
  for (let k = i * block, end = min(n, k + block); k < end; k++) sum += source[k]
  out[i] = sum + 1000 * iterations
}

export function runBlocks(n: i32, block: i32): i32 {
  const device = Device.open(DeviceKind.Cpu)
  const iterations = (n + block - 1) / block
  const source = new Buffer<i32>(device, n).fill(1), out = new Buffer<i32>(device, iterations)
  source.write()
  blockSum.run(device, iterations, source, out, n, block)
  out.read()
  let sum = 0
  for (let i = 0; i < iterations; i++) sum += out[i]
  return sum
}

@kernel
function addVectors(i: Iteration, a: Input<f64>, b: Output<f64>): void {
  const at = b.pointer(2 * i)
  v128.store(at, f64x2.add(v128.load(a.pointer(2 * i)), v128.load(at)))
}

export function runVectors(n: i32): f64 {
  const device = Device.open(DeviceKind.Cpu)
  const a = new Buffer<f64>(device, n).fill(0.5), b = new Buffer<f64>(device, n).fill(2)
  a.write()
  b.write()
  addVectors.run(device, n / 2, a, b)
  b.read()
  return b[0] + b[n - 1]
}

@kernel
function everyScalar(
  i: Iteration, out: Output<f64>,
  a: i8, b: u8, c: i16, d: u16, e: i32, f: u32, g: i64, h: u64, j: f32, k: f64, l: bool, m: usize, o: isize,
): void {
  out[0] = a
  out[1] = b
  out[2] = c
  out[3] = d
  out[4] = e
  out[5] = f
  out[6] = <f64>g
  out[7] = <f64>h
  out[8] = j
  out[9] = k
  out[10] = l ? 1 : 0
  out[11] = m
  out[12] = o
}

/** The address of what the kernel received. */
export function runEveryScalar(): usize {
  const device = Device.open(DeviceKind.Cpu)
  const out = new Buffer<f64>(device, 13)
  everyScalar.run(
    device, 1, out, i8.MIN_VALUE, u8.MAX_VALUE, i16.MIN_VALUE, u16.MAX_VALUE, i32.MIN_VALUE, u32.MAX_VALUE,
    -(1 << 53), 1 << 53, 0.5, 0.1, true, usize.MAX_VALUE, -1,
  )
  out.read()
  return out.address
}

/** A kernel of another file, and two runs with different scalars on two devices. */
export function runHalve(n: i32): f64 {
  const one = Device.open(DeviceKind.Cpu), other = Device.open(DeviceKind.Sequential)
  const a = new Buffer<f64>(one, n).fill(8), b = new Buffer<f64>(other, n).fill(8)
  a.write()
  b.write()
  halve.run(one, n, a, 1)
  halve.run(other, n, b, 2)
  halve.run(one, n, a, 3)
  a.read()
  b.read()
  return a[n - 1] * 100 + b[n - 1]
}

export function tryScale(): i32 {
  const device = Device.open(DeviceKind.Cpu)
  const buffer = new Buffer<f32>(device, 1)
  return scale.tryRun(device, 1, buffer, 1, buffer)
}

// This and the next must compile to the same code.
@kernel
function star(i: Iteration, source: Input<f64>, out: Output<f64>, n: i32): void {
  const row = i * n
  for (let j = 1; j < n - 1; j++) out[row + j] += source[row + j - 1] + 0.5 * source[row + j] + source[row + j + 1]
}

export function starByPointers(
  i: i32, iterations: i32, block: i32, source: usize, sourceLength: i32, scalars: usize, scalarsLength: i32, out: usize, outLength: i32,
): void {
  const length = load<i32>(scalars)
  const row = i * length
  for (let j = 1; j < length - 1; j++) {
    store<f64>(
      out + (<usize>(row + j) << 3),
      load<f64>(out + (<usize>(row + j) << 3)) +
        (load<f64>(source + (<usize>(row + j - 1) << 3)) +
          0.5 * load<f64>(source + (<usize>(row + j) << 3)) +
          load<f64>(source + (<usize>(row + j + 1) << 3))),
    )
  }
}

export function runStar(n: i32): f64 {
  const device = Device.open(DeviceKind.Cpu)
  const source = new Buffer<f64>(device, n * n).fill(2), out = new Buffer<f64>(device, n * n)
  source.write()
  star.run(device, n, source, out, n)
  out.read()
  return out[n + 1]
}
