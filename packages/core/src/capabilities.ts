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

/** Each is probed when it is first asked for: a process in a hurry needs one or two of them. */
class Probe implements Capabilities {
  get sharedMemory(): boolean {
    return once(this, 'sharedMemory', hasSharedMemory())
  }

  get jspi(): boolean {
    return 'Suspending' in WebAssembly && 'promising' in WebAssembly
  }

  get waitAsync(): boolean {
    return 'waitAsync' in Atomics
  }

  get pause(): boolean {
    return 'pause' in Atomics
  }

  get simd(): boolean {
    return once(this, 'simd', WebAssembly.validate(Uint8Array.from(simdModule)))
  }

  get relaxedSimd(): boolean {
    return once(this, 'relaxedSimd', WebAssembly.validate(Uint8Array.from(relaxedModule)))
  }

  get processors(): number {
    return once(this, 'processors', Math.max(1, globalThis.navigator?.hardwareConcurrency ?? 1))
  }
}

const probe = /* @__PURE__ */ new Probe()

/** What the engine can do. Has no side effects and starts nothing. */
export function probeCapabilities(): Capabilities {
  return probe
}

/** Puts a value in the place of the getter that found it. */
function once<T>(target: object, key: string, value: T): T {
  Object.defineProperty(target, key, { value, enumerable: true })
  return value
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
