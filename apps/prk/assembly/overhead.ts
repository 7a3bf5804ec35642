// What a parallel for costs beside the work: empty calls, a forced hand-over to another thread, one element an iteration.
import { Buffer, Device, DeviceKind, Input, Iteration, Output } from '@weft/assemblyscript/assembly'

const patience = 1 << 22

const device = Device.open(DeviceKind.Cpu)
const arrived = new Buffer<u32>(device, 2)
const elementCount = 32_768
const a = new Buffer<f64>(device, elementCount)
const b = new Buffer<f64>(device, elementCount).fill(2)
const c = new Buffer<f64>(device, elementCount).fill(2)
b.write()
c.write()

@kernel
function empty(i: Iteration): void {}

/**
 * Both iterations wait for each other, so that two threads must take part, and then work for a while, so that the
 * device does not take them for too short to share. The second word says that one gave up waiting.
 */
@kernel
function meet(i: Iteration, arrived: Output<u32>): void {
  atomic.add<u32>(arrived.pointer(0), 1)
  let rounds = 0
  while (atomic.load<u32>(arrived.pointer(0)) < 2 && rounds < patience) rounds++
  if (rounds == patience) atomic.store<u32>(arrived.pointer(1), 1)
  work(arrived.pointer(0))
}

@inline
function work(pointer: usize): void {
  for (let rounds = 0; rounds < 2000; rounds++) atomic.load<u32>(pointer)
}

@kernel
function element(i: Iteration, b: Input<f64>, c: Input<f64>, a: Output<f64>, s: f64): void {
  a[i] += b[i] + s * c[i]
}

/** What each side of a hand-over works when both have met. */
export function workAlone(): void {
  work(arrived.pointer(0))
}

/** As long as the call of an export, with nothing in it. */
export function bare(): void {}

export function dispatch(iterations: i32): void {
  empty.run(device, iterations)
}

/** Returns whether two threads met. */
export function handOver(): bool {
  arrived[0] = 0
  arrived[1] = 0
  meet.run(device, 2, arrived)
  return arrived[1] == 0
}

/** One element an iteration, through the device. */
export function elements(): void {
  element.run(device, a.length, b, c, a, 3)
}

/** The same work as a loop written by hand. */
export function loop(): void {
  const end = a.pointer(a.length)
  let pb = b.pointer(0), pc = c.pointer(0)
  for (let pa = a.pointer(0); pa < end; pa += 8, pb += 8, pc += 8) {
    store<f64>(pa, load<f64>(pa) + load<f64>(pb) + 3 * load<f64>(pc))
  }
}
