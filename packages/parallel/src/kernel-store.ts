import type { Device, KernelModule, MaybePromise, PreparedKernel } from '@weft/backend'
import { LimitError, type Limits } from '@weft/core'
import { readKernel } from '@weft/wasm-binary'
import { after } from './maybe-promise.js'

/** A kernel that is ready on a device. */
export interface StoredKernel {
  readonly kernel: KernelModule
  readonly prepared: PreparedKernel
  /** Calls that wait for this kernel; only asynchronous calls are counted. */
  running: number
  /** It made room for another: prepare it again before use. */
  released: boolean
}

/** Kernels ready on one device, by key. The least recently used one that does not run makes room. */
export class KernelCache<Key> {
  private readonly maximum: number
  private readonly entries = new Map<Key, StoredKernel>()

  constructor(maximum: number) {
    this.maximum = maximum
  }

  get(key: Key): StoredKernel | undefined {
    const entry = this.entries.get(key)
    if (entry === undefined) return undefined
    this.entries.delete(key)
    this.entries.set(key, entry)
    return entry
  }

  add(key: Key, prepared: PreparedKernel): StoredKernel {
    this.remove(key)
    const entry = { kernel: prepared.kernel, prepared, running: 0, released: false }
    this.entries.set(key, entry)
    if (this.entries.size > this.maximum) this.evict(entry)
    return entry
  }

  /** Releases every kernel. */
  clear(): void {
    for (const key of [...this.entries.keys()]) this.remove(key)
  }

  private evict(newest: StoredKernel): void {
    for (const [key, entry] of this.entries) {
      if (entry.running > 0 || entry === newest) continue
      this.remove(key)
      return
    }
  }

  private remove(key: Key): void {
    const entry = this.entries.get(key)
    if (entry === undefined) return
    this.entries.delete(key)
    entry.released = true
    if (entry.running === 0) entry.prepared.release()
  }
}

/** Counts a call that ended; a kernel that was dropped meanwhile is released by its last call. */
export function endRun(entry: StoredKernel): void {
  entry.running--
  if (entry.running === 0 && entry.released) entry.prepared.release()
}

/** Kernels given as module bytes, found again by their content. */
export class KernelStore {
  private readonly device: Device
  private readonly limits: Limits
  private readonly cache: KernelCache<string>
  private readonly sources = new WeakMap<StoredKernel, Uint8Array>()

  constructor(device: Device, limits: Limits) {
    this.device = device
    this.limits = limits
    this.cache = new KernelCache(limits.maximumKernels)
  }

  /**
   * `bytes` may change afterwards. Throws `LimitError`, `InvalidKernelError`, `KernelSignatureError`,
   * `UnsupportedKernelError`.
   */
  get(bytes: Uint8Array): MaybePromise<StoredKernel> {
    this.checkSize(bytes.length)
    const key = contentKey(bytes)
    const present = this.cache.get(key)
    if (present !== undefined && sameBytes(this.sources.get(present), bytes)) return present
    const source = bytes.slice()
    return after(this.device.prepare(readKernel(source)), (prepared) => this.add(key, source, prepared))
  }

  /** Throws `LimitError` for a kernel that is too large, before anything is copied. */
  checkSize(lengthBytes: number): void {
    const { maximumKernelBytes } = this.limits
    if (lengthBytes <= maximumKernelBytes) return
    throw new LimitError(
      `a kernel of ${lengthBytes} bytes; limits.maximumKernelBytes is ${maximumKernelBytes}`,
    )
  }

  /** Releases every kernel. */
  clear(): void {
    this.cache.clear()
  }

  private add(key: string, source: Uint8Array, prepared: PreparedKernel): StoredKernel {
    const entry = this.cache.add(key, prepared)
    this.sources.set(entry, source)
    return entry
  }
}

/** Length and FNV-1a hash of 32 bits: two contents may have one key. */
export function contentKey(bytes: Uint8Array): string {
  let state = 0x811c9dc5
  for (let index = 0; index < bytes.length; index++) state = Math.imul(state ^ bytes[index]!, 0x01000193)
  return `${bytes.length}/${state >>> 0}`
}

function sameBytes(left: Uint8Array | undefined, right: Uint8Array): boolean {
  if (left === undefined || left.length !== right.length) return false
  for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) return false
  return true
}
