import { type GuestRange, maximumBufferLength, type ReadableBuffer, type WritableBuffer } from './buffer.js'
import { bytesOf, copyBytes } from './copy-bytes.js'
import { type ElementLayout, elementLayout } from './element-layout.js'
import type { HostMapping } from './host-mapping.js'
import type { LiftLowerContext } from './options.js'
import { trap } from './trap.js'
import type { ValType } from './types.js'
import type { FundamentalType } from './values/fundamental-type.js'
import { numbersOf } from './values/host-values.js'
import { asError } from './values/mismatch.js'
import { store_elements } from './values/storing.js'
import { transfer_values } from './values/transfer.js'

/** `length` elements at `ptr` of a guest's memory, checked when made. Specification: Buffer State. */
abstract class BufferGuestImpl implements GuestRange {
  readonly t: ValType | undefined
  readonly cx: LiftLowerContext
  readonly layout: ElementLayout
  readonly length: number
  ptr: number
  /** Elements that were copied. */
  progress = 0

  /** Traps if the elements are too many, misaligned or not within the memory. `layout` is that of `t` in `cx`. */
  constructor(
    t: ValType | undefined,
    cx: LiftLowerContext,
    ptr: number,
    length: number,
    layout: ElementLayout = elementLayout(t, cx),
  ) {
    if (length > maximumBufferLength) trap('stream read/write count too large', layout.builtin)
    this.t = t
    this.cx = cx
    this.layout = layout
    this.length = length
    this.ptr = ptr
    if (t !== undefined && length > 0) this.#check_range()
  }

  protected abstract readonly verb: 'read' | 'write'

  remain(): number {
    return this.length - this.progress
  }

  is_zero_length(): boolean {
    return this.length === 0
  }

  advance(count: number): void {
    this.ptr += count * this.layout.size
    this.progress += count
  }

  #check_range(): void {
    const { alignment, size, builtin } = this.layout
    if (this.ptr % alignment !== 0) trap(`${this.verb} pointer not aligned`, builtin)
    // The wording is wasmtime's, for reads and writes alike.
    if (this.ptr + this.length * size > this.cx.opts.memory!.length)
      trap('read pointer out of bounds of memory', builtin)
  }
}

/** Where a guest's `write` takes elements from. */
export class ReadableBufferGuestImpl extends BufferGuestImpl implements ReadableBuffer {
  protected get verb(): 'write' {
    return 'write'
  }

  copyTo(destination: WritableBuffer, count: number): void {
    destination.writeFromGuest(this, count)
    this.advance(count)
  }
}

/** Where a guest's `read` puts elements. */
export class WritableBufferGuestImpl extends BufferGuestImpl implements WritableBuffer {
  protected get verb(): 'read' {
    return 'read'
  }

  writeFromGuest(source: GuestRange, count: number): void {
    const { element, size } = this.layout
    if (element?.is_plain) copyBytes(memoryOf(source), source.ptr, memoryOf(this), this.ptr, count * size)
    else if (element !== undefined) transfer_values(source.cx, source.ptr, this.cx, this.ptr, element, count)
    this.advance(count)
  }

  /** Throws a `TypeError` or `RangeError` for a value that is none of the type; those before it are stored then. */
  writeValues(values: ArrayLike<unknown>, start: number, count: number, host: HostMapping): void {
    const { element, size } = this.layout
    const NumbersClass = element && numbersOf(element)
    if (NumbersClass && values instanceof NumbersClass)
      copyBytes(bytesOf(values), start * size, memoryOf(this), this.ptr, count * size)
    else if (element !== undefined) this.#store(element, values, start, count, host)
    this.advance(count)
  }

  #store(
    element: FundamentalType,
    values: ArrayLike<unknown>,
    start: number,
    count: number,
    host: HostMapping,
  ): void {
    try {
      store_elements({ ...this.cx, host }, values, this.ptr, element, start, count)
    } catch (error) {
      throw asError('element', error)
    }
  }
}

function memoryOf(range: GuestRange): Uint8Array {
  return range.cx.opts.memory!.bytes
}
