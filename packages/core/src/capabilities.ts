/** What the JavaScript engine that runs us can do. */
export interface Capabilities {
  /** `SharedArrayBuffer` and shared WebAssembly memories. In browsers this needs cross-origin isolation. */
  readonly sharedMemory: boolean
  /** JavaScript Promise Integration: a WebAssembly stack can wait for a promise. */
  readonly jspi: boolean
  readonly waitAsync: boolean
  readonly pause: boolean
  readonly simd: boolean
  readonly relaxedSimd: boolean
  /** Logical processors that the engine reports, at least 1. */
  readonly processors: number
}

// (module (func (result v128) i32.const 0 i8x16.splat)) and the same with i32x4.relaxed_trunc_f32x4_s behind it.
const simdModule = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11,
]
const relaxedModule = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 11, 1, 9, 0, 65, 0, 253, 15, 253, 129,
  2, 11,
]

let probed: Capabilities | undefined

/** Probes the engine once. Has no side effects and starts nothing. */
export function probeCapabilities(): Capabilities {
  probed ??= {
    sharedMemory: hasSharedMemory(),
    jspi: 'Suspending' in WebAssembly && 'promising' in WebAssembly,
    waitAsync: 'waitAsync' in Atomics,
    pause: 'pause' in Atomics,
    simd: WebAssembly.validate(Uint8Array.from(simdModule)),
    relaxedSimd: WebAssembly.validate(Uint8Array.from(relaxedModule)),
    processors: Math.max(1, globalThis.navigator?.hardwareConcurrency ?? 1),
  }
  return probed
}

function hasSharedMemory(): boolean {
  try {
    return (
      new WebAssembly.Memory({ initial: 0, maximum: 0, shared: true }).buffer instanceof SharedArrayBuffer
    )
  } catch {
    return false
  }
}
