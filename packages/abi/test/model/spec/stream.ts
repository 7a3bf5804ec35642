import type { ReadableBufferGuestImpl, WritableBufferGuestImpl } from './buffer.js'
import {
  type Buffer,
  CopyEnd,
  CopyResult,
  type OnCopy,
  type OnCopyDone,
  type SharedBase,
} from './copy-end.js'
import type { ComponentInstance } from './instance.js'
import { trap_if } from './trap.js'
import { type ElementType, none_or_number_type } from './types.js'

/** Stream State. */
export class SharedStreamImpl implements SharedBase {
  t: ElementType
  dropped = false
  pending_inst: ComponentInstance | undefined
  pending_buffer: Buffer | undefined
  pending_on_copy: OnCopy | undefined
  pending_on_copy_done: OnCopyDone | undefined

  constructor(t: ElementType) {
    this.t = t
  }

  reset_pending(): void {
    this.set_pending(undefined, undefined, undefined, undefined)
  }

  set_pending(
    inst: ComponentInstance | undefined,
    buffer: Buffer | undefined,
    on_copy: OnCopy | undefined,
    on_copy_done: OnCopyDone | undefined,
  ): void {
    this.pending_inst = inst
    this.pending_buffer = buffer
    this.pending_on_copy = on_copy
    this.pending_on_copy_done = on_copy_done
  }

  reset_and_notify_pending(result: number): void {
    const pending_on_copy_done = this.pending_on_copy_done!
    this.reset_pending()
    pending_on_copy_done(result)
  }

  cancel(): void {
    this.reset_and_notify_pending(CopyResult.CANCELLED)
  }

  drop(): void {
    if (this.dropped) return
    this.dropped = true
    if (this.pending_buffer) this.reset_and_notify_pending(CopyResult.DROPPED)
  }

  read(
    inst: ComponentInstance,
    dst_buffer: WritableBufferGuestImpl,
    on_copy: OnCopy,
    on_copy_done: OnCopyDone,
  ): void {
    const pending_buffer = this.pending_buffer as ReadableBufferGuestImpl | undefined
    if (this.dropped) on_copy_done(CopyResult.DROPPED)
    else if (!pending_buffer) this.set_pending(inst, dst_buffer, on_copy, on_copy_done)
    else {
      trap_if(inst === this.pending_inst && !none_or_number_type(this.t), 'copy within instance')
      if (pending_buffer.remain() > 0) {
        if (dst_buffer.remain() > 0) {
          const n = Math.min(dst_buffer.remain(), pending_buffer.remain())
          dst_buffer.write(pending_buffer.read(n))
          this.pending_on_copy!(() => this.reset_pending())
        }
        on_copy_done(CopyResult.COMPLETED)
      } else {
        this.reset_and_notify_pending(CopyResult.COMPLETED)
        this.set_pending(inst, dst_buffer, on_copy, on_copy_done)
      }
    }
  }

  write(
    inst: ComponentInstance,
    src_buffer: ReadableBufferGuestImpl,
    on_copy: OnCopy,
    on_copy_done: OnCopyDone,
  ): void {
    const pending_buffer = this.pending_buffer as WritableBufferGuestImpl | undefined
    if (this.dropped) on_copy_done(CopyResult.DROPPED)
    else if (!pending_buffer) this.set_pending(inst, src_buffer, on_copy, on_copy_done)
    else {
      trap_if(inst === this.pending_inst && !none_or_number_type(this.t), 'copy within instance')
      if (pending_buffer.remain() > 0) {
        if (src_buffer.remain() > 0) {
          const n = Math.min(src_buffer.remain(), pending_buffer.remain())
          pending_buffer.write(src_buffer.read(n))
          this.pending_on_copy!(() => this.reset_pending())
        }
        on_copy_done(CopyResult.COMPLETED)
      } else if (src_buffer.is_zero_length() && pending_buffer.is_zero_length())
        on_copy_done(CopyResult.COMPLETED)
      else {
        this.reset_and_notify_pending(CopyResult.COMPLETED)
        this.set_pending(inst, src_buffer, on_copy, on_copy_done)
      }
    }
  }
}

abstract class StreamEnd extends CopyEnd {
  shared: SharedStreamImpl

  constructor(shared: SharedStreamImpl) {
    super()
    this.shared = shared
  }

  abstract copy(inst: ComponentInstance, buffer: Buffer, on_copy: OnCopy, on_copy_done: OnCopyDone): void
}

export class ReadableStreamEnd extends StreamEnd {
  copy(inst: ComponentInstance, dst: Buffer, on_copy: OnCopy, on_copy_done: OnCopyDone): void {
    this.shared.read(inst, dst as WritableBufferGuestImpl, on_copy, on_copy_done)
  }
}

export class WritableStreamEnd extends StreamEnd {
  copy(inst: ComponentInstance, src: Buffer, on_copy: OnCopy, on_copy_done: OnCopyDone): void {
    this.shared.write(inst, src as ReadableBufferGuestImpl, on_copy, on_copy_done)
  }
}
