import type { GuestRange, ReadableBuffer, WritableBuffer } from './buffer.js'
import { bytesOf, copyBytes } from './copy-bytes.js'
import type { HostMapping } from './host-mapping.js'
import type { ValType } from './types.js'
import { despecialize } from './values/despecialize.js'
import { type Numbers, numbersOf } from './values/host-values.js'
import { load_value } from './values/loading.js'

/** What the host writes: JavaScript values, or numbers in a typed array. */
export class ReadableBufferHostImpl implements ReadableBuffer {
  readonly t: ValType | undefined
  readonly length: number
  progress = 0
  readonly #values: ArrayLike<unknown>
  readonly #host: HostMapping

  constructor(t: ValType | undefined, values: ArrayLike<unknown>, host: HostMapping) {
    this.t = t
    this.length = values.length
    this.#values = values
    this.#host = host
  }

  /** A typed array that the host has detached meanwhile has nothing left. */
  remain(): number {
    return Math.max(Math.min(this.length, this.#values.length) - this.progress, 0)
  }

  is_zero_length(): boolean {
    return this.length === 0
  }

  copyTo(destination: WritableBuffer, count: number): void {
    destination.writeValues(this.#values, this.progress, count, this.#host)
    this.progress += count
  }
}

/** Reads into a list of JavaScript values, `undefined` for elements that carry nothing. */
export class WritableValuesHostImpl implements WritableBuffer {
  readonly t: ValType | undefined
  readonly length: number
  readonly values: unknown[] = []
  readonly #host: HostMapping

  /** `length`: the most values to take. */
  constructor(t: ValType | undefined, length: number, host: HostMapping) {
    this.t = t
    this.length = length
    this.#host = host
  }

  get progress(): number {
    return this.values.length
  }

  remain(): number {
    return this.length - this.values.length
  }

  is_zero_length(): boolean {
    return this.length === 0
  }

  writeFromGuest(source: GuestRange, count: number): void {
    const { element, size } = source.layout
    const cx = { ...source.cx, host: this.#host }
    for (let i = 0; i < count; i++)
      this.values.push(element && load_value(cx, source.ptr + i * size, element))
  }

  writeValues(values: ArrayLike<unknown>, start: number, count: number): void {
    for (let i = start; i < start + count; i++) this.values.push(values[i])
  }
}

/** Reads numbers into the caller's typed array. */
export class WritableArrayHostImpl implements WritableBuffer {
  readonly t: ValType | undefined
  readonly length: number
  progress = 0
  readonly #target: Numbers

  /** Throws a `TypeError` unless `target` holds numbers of type `t`, such as a `Uint8Array` for `u8`. */
  constructor(t: ValType | undefined, target: Numbers) {
    const NumbersClass = t && numbersOf(despecialize(t))
    if (NumbersClass === undefined || !(target instanceof NumbersClass))
      throw new TypeError(`the typed array does not fit elements of type ${t?.kind}`)
    this.t = t
    this.length = target.length
    this.#target = target
  }

  /** An array that the host has detached meanwhile takes nothing more. */
  remain(): number {
    return Math.max(Math.min(this.length, this.#target.length) - this.progress, 0)
  }

  is_zero_length(): boolean {
    return this.length === 0
  }

  writeFromGuest(source: GuestRange, count: number): void {
    const { size } = source.layout
    const { bytes } = source.cx.opts.memory!
    copyBytes(bytes, source.ptr, bytesOf(this.#target), this.progress * size, count * size)
    this.progress += count
  }

  writeValues(values: ArrayLike<unknown>, start: number, count: number): void {
    const target = this.#target as { [index: number]: unknown }
    for (let i = 0; i < count; i++) target[this.progress + i] = values[start + i]
    this.progress += count
  }
}
