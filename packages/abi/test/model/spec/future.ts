import { type ReadableBufferGuestImpl, WritableBufferGuestImpl } from './buffer.js'
import { type Buffer, CopyEnd, CopyResult, type OnCopyDone, type SharedBase } from './copy-end.js'
import type { ComponentInstance } from './instance.js'
import { assert, trap_if } from './trap.js'
import { type ElementType, none_or_number_type } from './types.js'

/** Future State. */
export class SharedFutureImpl implements SharedBase {
  t: ElementType
  dropped = false
  pending_inst: ComponentInstance | undefined
  pending_buffer: Buffer | undefined
  pending_on_copy_done: OnCopyDone | undefined

  constructor(t: ElementType) {
    this.t = t
  }

  reset_pending(): void {
    this.set_pending(undefined, undefined, undefined)
  }

  set_pending(
    inst: ComponentInstance | undefined,
    buffer: Buffer | undefined,
    on_copy_done: OnCopyDone | undefined,
  ): void {
    this.pending_inst = inst
    this.pending_buffer = buffer
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
    if (this.pending_buffer) {
      assert(
        !(this.pending_buffer instanceof WritableBufferGuestImpl),
        'the reader drops while a writer waits',
      )
      this.reset_and_notify_pending(CopyResult.DROPPED)
    }
  }

  read(inst: ComponentInstance, dst_buffer: WritableBufferGuestImpl, on_copy_done: OnCopyDone): void {
    assert(!this.dropped && dst_buffer.remain() === 1, 'not self.dropped and dst_buffer.remain() == 1')
    if (!this.pending_buffer) this.set_pending(inst, dst_buffer, on_copy_done)
    else {
      trap_if(inst === this.pending_inst && !none_or_number_type(this.t), 'copy within instance')
      dst_buffer.write((this.pending_buffer as ReadableBufferGuestImpl).read(1))
      this.reset_and_notify_pending(CopyResult.COMPLETED)
      on_copy_done(CopyResult.COMPLETED)
    }
  }

  write(inst: ComponentInstance, src_buffer: ReadableBufferGuestImpl, on_copy_done: OnCopyDone): void {
    assert(src_buffer.remain() === 1, 'src_buffer.remain() == 1')
    if (this.dropped) on_copy_done(CopyResult.DROPPED)
    else if (!this.pending_buffer) this.set_pending(inst, src_buffer, on_copy_done)
    else {
      trap_if(inst === this.pending_inst && !none_or_number_type(this.t), 'copy within instance')
      ;(this.pending_buffer as WritableBufferGuestImpl).write(src_buffer.read(1))
      this.reset_and_notify_pending(CopyResult.COMPLETED)
      on_copy_done(CopyResult.COMPLETED)
    }
  }
}

abstract class FutureEnd extends CopyEnd {
  shared: SharedFutureImpl

  constructor(shared: SharedFutureImpl) {
    super()
    this.shared = shared
  }

  abstract copy(inst: ComponentInstance, buffer: Buffer, on_copy_done: OnCopyDone): void
}

export class ReadableFutureEnd extends FutureEnd {
  copy(inst: ComponentInstance, dst: Buffer, on_copy_done: OnCopyDone): void {
    this.shared.read(inst, dst as WritableBufferGuestImpl, on_copy_done)
  }
}

export class WritableFutureEnd extends FutureEnd {
  copy(inst: ComponentInstance, src: Buffer, on_copy_done: OnCopyDone): void {
    this.shared.write(inst, src as ReadableBufferGuestImpl, on_copy_done)
  }

  override drop(): void {
    trap_if(this.state !== 'DONE', 'drop of unwritten future')
    super.drop()
  }
}
