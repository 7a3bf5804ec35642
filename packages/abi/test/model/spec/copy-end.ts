import type { ReadableBufferGuestImpl, WritableBufferGuestImpl } from './buffer.js'
import { trap_if } from './trap.js'
import type { ElementType } from './types.js'
import { Waitable } from './waitable.js'

export const CopyResult = { COMPLETED: 0, DROPPED: 1, CANCELLED: 2 } as const
export type Buffer = ReadableBufferGuestImpl | WritableBufferGuestImpl
export type ReclaimBuffer = () => void
export type OnCopy = (reclaim_buffer: ReclaimBuffer) => void
export type OnCopyDone = (result: number) => void

export interface SharedBase {
  t: ElementType
  cancel(): void
  drop(): void
}

/** Stream State. */
export abstract class CopyEnd extends Waitable {
  state: 'IDLE' | 'COPYING' | 'CANCELLING_COPY' | 'DONE' = 'IDLE'
  abstract shared: SharedBase

  copying(): boolean {
    return this.state === 'COPYING' || this.state === 'CANCELLING_COPY'
  }

  override drop(): void {
    trap_if(this.copying(), 'drop while copying')
    this.shared.drop()
    super.drop()
  }
}
