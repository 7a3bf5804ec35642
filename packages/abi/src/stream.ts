import type { ReadableBuffer, WritableBuffer } from './buffer.js'
import type { ReadableBufferGuestImpl, WritableBufferGuestImpl } from './buffer-guest.js'
import { CopyEnd, type EndKind } from './copy-end.js'
import { CopyState } from './copy-state.js'
import type { ComponentInstance } from './instance.js'
import {
  type CopyListener,
  CopyResult,
  type ReadableStream,
  type Reclaimable,
  type WritableStream,
} from './shared.js'
import { invariant, trap } from './trap.js'
import type { ValType } from './types.js'
import { despecialize } from './values/despecialize.js'
import { numbersOf } from './values/host-values.js'
import { EventCode } from './waitable.js'

/**
 * A stream made by a guest: the reader and the writer meet here and one copies to the other, nothing is kept.
 * Specification: Stream State.
 */
export class SharedStreamImpl implements ReadableStream, WritableStream, Reclaimable {
  readonly t: ValType | undefined
  dropped = false
  #inst: ComponentInstance | undefined = undefined
  #buffer: ReadableBuffer | WritableBuffer | undefined = undefined
  #listener: CopyListener | undefined = undefined

  constructor(t: ValType | undefined) {
    this.t = t
  }

  /** `reset_pending` of the specification. */
  reclaim(): void {
    this.#inst = undefined
    this.#buffer = undefined
    this.#listener = undefined
  }

  cancel(): void {
    invariant(this.#buffer !== undefined, 'only a pending copy is cancelled')
    this.#reset_and_notify_pending(CopyResult.CANCELLED)
  }

  drop(): void {
    if (this.dropped) return
    this.dropped = true
    if (this.#buffer !== undefined) this.#reset_and_notify_pending(CopyResult.DROPPED)
  }

  held(): number {
    return this.#buffer !== undefined && 'copyTo' in this.#buffer ? this.#buffer.remain() : 0
  }

  read(inst: ComponentInstance | undefined, dst: WritableBuffer, listener: CopyListener): void {
    const pending = this.#buffer as ReadableBuffer | undefined
    if (this.dropped) listener.onCopyDone(CopyResult.DROPPED)
    else if (pending === undefined) this.#set_pending(inst, dst, listener)
    else {
      this.#check_instances(inst)
      if (pending.remain() > 0) this.#copy(pending, dst, dst.remain(), listener)
      else this.#replace_pending(inst, dst, listener)
    }
  }

  write(inst: ComponentInstance | undefined, src: ReadableBuffer, listener: CopyListener): void {
    const pending = this.#buffer as WritableBuffer | undefined
    if (this.dropped) listener.onCopyDone(CopyResult.DROPPED)
    else if (pending === undefined) this.#set_pending(inst, src, listener)
    else {
      this.#check_instances(inst)
      if (pending.remain() > 0) this.#copy(src, pending, src.remain(), listener)
      else if (src.is_zero_length() && pending.is_zero_length()) listener.onCopyDone(CopyResult.COMPLETED)
      else this.#replace_pending(inst, src, listener)
    }
  }

  /** The pending side has elements left; the other one has `remain`, perhaps none. */
  #copy(src: ReadableBuffer, dst: WritableBuffer, remain: number, listener: CopyListener): void {
    if (remain > 0) {
      src.copyTo(dst, Math.min(src.remain(), dst.remain()))
      this.#listener!.onCopy(this)
    }
    // Hosts may end the stream in the turn they got their last elements in.
    listener.onCopyDone(this.dropped ? CopyResult.DROPPED : CopyResult.COMPLETED)
  }

  #set_pending(
    inst: ComponentInstance | undefined,
    buffer: ReadableBuffer | WritableBuffer,
    listener: CopyListener,
  ): void {
    this.#inst = inst
    this.#buffer = buffer
    this.#listener = listener
  }

  /** The pending copy is complete; the new one waits. */
  #replace_pending(
    inst: ComponentInstance | undefined,
    buffer: ReadableBuffer | WritableBuffer,
    listener: CopyListener,
  ): void {
    const previous = this.#listener
    this.#set_pending(inst, buffer, listener)
    previous!.onCopyDone(CopyResult.COMPLETED)
  }

  #reset_and_notify_pending(result: CopyResult): void {
    const listener = this.#listener!
    this.reclaim()
    listener.onCopyDone(result)
  }

  #check_instances(inst: ComponentInstance | undefined): void {
    if (inst !== undefined && inst === this.#inst) check_element_within_instance(this.t, 'stream')
  }
}

/** Whether elements carry nothing or are plain numbers. Specification: Stream State. */
function none_or_number_type(t: ValType | undefined): boolean {
  return t === undefined || numbersOf(despecialize(t)) !== undefined
}

/** Elements that are not plain numbers cannot move within one instance ("temporary" in the specification). */
export function check_element_within_instance(t: ValType | undefined, of: 'stream' | 'future'): void {
  if (!none_or_number_type(t))
    trap(`cannot read from and write to intra-component ${of} with non-numeric payload`, of)
}

const readable: EndKind = {
  of: 'stream',
  end: 'readable',
  verb: 'read',
  event: EventCode.STREAM_READ,
  done: 'cannot read from stream after being notified that the writable end dropped',
}

const writable: EndKind = {
  of: 'stream',
  end: 'writable',
  verb: 'write',
  event: EventCode.STREAM_WRITE,
  done: 'cannot write to stream after being notified that the readable end dropped',
}

abstract class StreamEnd extends CopyEnd {
  /** `stream_event` of the specification. */
  protected finish(result: CopyResult, progress: number): number {
    this.state = result === CopyResult.DROPPED ? CopyState.DONE : CopyState.IDLE
    return (result | (progress << 4)) >>> 0
  }
}

export class ReadableStreamEnd extends StreamEnd {
  readonly shared: ReadableStream

  constructor(shared: ReadableStream) {
    super()
    this.shared = shared
  }

  get kind(): EndKind {
    return readable
  }

  protected copy(inst: ComponentInstance, dst: WritableBufferGuestImpl): void {
    this.shared.read(inst, dst, this)
  }
}

export class WritableStreamEnd extends StreamEnd {
  readonly shared: WritableStream

  constructor(shared: WritableStream) {
    super()
    this.shared = shared
  }

  get kind(): EndKind {
    return writable
  }

  protected copy(inst: ComponentInstance, src: ReadableBufferGuestImpl): void {
    this.shared.write(inst, src, this)
  }
}
