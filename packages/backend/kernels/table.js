/**
 * What the suite must know of each kernel besides its bytes: the hand-written part of `KernelModule`. The key is the
 * name of the .wat file.
 */
export const table = {
  count: { bufferCount: 1 },
  arguments: { bufferCount: 1 },
  order: { bufferCount: 4 },
  affine: { bufferCount: 3 },
  'many-buffers': { bufferCount: 32 },
  float64: { bufferCount: 3 },
  integer64: { bufferCount: 3 },
  vector128: { bufferCount: 3 },
  statics: { bufferCount: 1, staticBytes: 2048, statics: [{ address: 1024, bytes: [1, 2, 3, 4] }] },
  stack: { bufferCount: 1, stack: { exportName: 'stack_pointer', sizeBytes: 4096 } },
  globals: {
    bufferCount: 1,
    globals: [
      { exportName: 'i', type: 'i32', initial: -7 },
      { exportName: 'l', type: 'i64', initial: 2n ** 40n + 1n },
      { exportName: 'f', type: 'f32', initial: 0.5 },
      { exportName: 'd', type: 'f64', initial: -1.25 },
    ],
  },
  calls: { bufferCount: 1 },
  recursion: { bufferCount: 1 },
  traps: { bufferCount: 2 },
  exhaustion: { bufferCount: 2 },
  endless: { bufferCount: 0 },
  scratch: { bufferCount: 0, memoryBytes: 65536 },
}
