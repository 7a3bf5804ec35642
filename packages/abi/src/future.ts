import type { ReadableBuffer, WritableBuffer } from './buffer.js'
import type { ReadableBufferGuestImpl, WritableBufferGuestImpl } from './buffer-guest.js'
import { CopyEnd, type EndKind } from './copy-end.js'
import { CopyState } from './copy-state.js'
import type { ComponentInstance } from './instance.js'
import { type CopyListener, CopyResult, type ReadableFuture, type WritableFuture } from './shared.js'
import { check_element_within_instance } from './stream.js'
import { invariant, trap } from './trap.js'
import type { ValType } from './types.js'
import { EventCode } from './waitable.js'

/** A future made by a guest. Specification: Future State. */
export class SharedFutureImpl implements ReadableFuture, WritableFuture {
  readonly t: ValType | undefined
  dropped = false
  #inst: ComponentInstance | undefined = undefined
  #buffer: ReadableBuffer | WritableBuffer | undefined = undefined
  #listener: CopyListener | undefined = undefined

  constructor(t: ValType | undefined) {
    this.t = t
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

  read(inst: ComponentInstance | undefined, dst: WritableBuffer, listener: CopyListener): void {
    invariant(!this.dropped && dst.remain() === 1, 'a writer drops its end of a future after it has written')
    const pending = this.#buffer as ReadableBuffer | undefined
    if (pending === undefined) this.#set_pending(inst, dst, listener)
    else {
      this.#check_instances(inst)
      pending.copyTo(dst, 1)
      this.#complete(listener)
    }
  }

  write(inst: ComponentInstance | undefined, src: ReadableBuffer, listener: CopyListener): void {
    invariant(src.remain() === 1, 'a future takes one value')
    const pending = this.#buffer as WritableBuffer | undefined
    if (this.dropped) listener.onCopyDone(CopyResult.DROPPED)
    else if (pending === undefined) this.#set_pending(inst, src, listener)
    else {
      this.#check_instances(inst)
      src.copyTo(pending, 1)
      this.#complete(listener)
    }
  }

  #complete(listener: CopyListener): void {
    this.#reset_and_notify_pending(CopyResult.COMPLETED)
    listener.onCopyDone(CopyResult.COMPLETED)
  }

  #set_pending(
    inst: ComponentInstance | undefined,
    buffer: ReadableBuffer | WritableBuffer | undefined,
    listener: CopyListener | undefined,
  ): void {
    this.#inst = inst
    this.#buffer = buffer
    this.#listener = listener
  }

  #reset_and_notify_pending(result: CopyResult): void {
    const listener = this.#listener!
    this.#set_pending(undefined, undefined, undefined)
    listener.onCopyDone(result)
  }

  #check_instances(inst: ComponentInstance | undefined): void {
    if (inst !== undefined && inst === this.#inst) check_element_within_instance(this.t, 'future')
  }
}

const readable: EndKind = {
  of: 'future',
  end: 'readable',
  verb: 'read',
  event: EventCode.FUTURE_READ,
  done: 'cannot read from future after previous read succeeded',
}

const writable: EndKind = {
  of: 'future',
  end: 'writable',
  verb: 'write',
  event: EventCode.FUTURE_WRITE,
  done: 'cannot write to future after previous write succeeded or readable end dropped',
}

abstract class FutureEnd extends CopyEnd {
  /** `future_event` of the specification. */
  protected finish(result: CopyResult): number {
    this.state = result === CopyResult.CANCELLED ? CopyState.IDLE : CopyState.DONE
    return result
  }
}

export class ReadableFutureEnd extends FutureEnd {
  readonly shared: ReadableFuture

  constructor(shared: ReadableFuture) {
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

export class WritableFutureEnd extends FutureEnd {
  readonly shared: WritableFuture

  constructor(shared: WritableFuture) {
    super()
    this.shared = shared
  }

  get kind(): EndKind {
    return writable
  }

  protected copy(inst: ComponentInstance, src: ReadableBufferGuestImpl): void {
    this.shared.write(inst, src, this)
  }

  override drop(): void {
    if (this.state === CopyState.IDLE)
      trap('cannot drop future write end without first writing a value', 'future.drop-writable')
    super.drop()
  }
}
