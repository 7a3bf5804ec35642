import type { ReadableBufferGuestImpl, WritableBufferGuestImpl } from './buffer-guest.js'
import { CopyState } from './copy-state.js'
import type { ComponentInstance } from './instance.js'
import { isObserved } from './observer.js'
import { type CopyListener, CopyResult, type Reclaimable, type SharedBase } from './shared.js'
import { trap } from './trap.js'
import type { AsyncValueType } from './types.js'
import { type EventCode, type EventTuple, Waitable } from './waitable.js'

export type GuestBuffer = ReadableBufferGuestImpl | WritableBufferGuestImpl

/** One of the four kinds of ends. */
export interface EndKind {
  readonly of: AsyncValueType['kind']
  readonly end: 'readable' | 'writable'
  readonly verb: 'read' | 'write'
  readonly event: EventCode
  /** Why an end that is done cannot copy any more. */
  readonly done: string
}

/** An end of a stream or future in a guest's table; it listens to its own copy. Specification: Stream State. */
export abstract class CopyEnd extends Waitable implements CopyListener {
  state: CopyState = CopyState.IDLE
  abstract readonly kind: EndKind
  abstract readonly shared: SharedBase
  /** A type of a built-in that was found to be this end's. */
  checked_type: AsyncValueType | undefined = undefined
  #index = 0
  #buffer: GuestBuffer | undefined = undefined
  #result: CopyResult = CopyResult.COMPLETED
  #reclaimable: Reclaimable | undefined = undefined

  /** Reads into or writes from `buffer`; this end gets an event when there was progress. */
  protected abstract copy(inst: ComponentInstance, buffer: GuestBuffer): void

  /** The state after `result`, and the payload of the event that tells of it. */
  protected abstract finish(result: CopyResult, progress: number): number

  copying(): boolean {
    return this.state === CopyState.COPYING || this.state === CopyState.CANCELLING_COPY
  }

  /** `index`: where this end stands in the table of `inst`. */
  start_copy(inst: ComponentInstance, index: number, buffer: GuestBuffer): void {
    this.state = CopyState.COPYING
    this.#index = index
    this.#buffer = buffer
    this.copy(inst, buffer)
  }

  onCopy(stream: Reclaimable): void {
    this.#result = CopyResult.COMPLETED
    this.#reclaimable = stream
    this.set_pending_event()
  }

  onCopyDone(result: CopyResult): void {
    this.#result = result
    this.#reclaimable = undefined
    this.set_pending_event()
  }

  protected take_event(): EventTuple {
    this.#reclaimable?.reclaim()
    this.#reclaimable = undefined
    const { progress } = this.#buffer!
    if (isObserved && progress > 0) this.#tellCopied(this.#buffer!)
    this.#buffer = undefined
    return [this.kind.event, this.#index, this.finish(this.#result, progress)]
  }

  #tellCopied({ cx: { inst }, layout: { size }, progress }: GuestBuffer): void {
    inst.store.observer?.copied(`${this.kind.of}.${this.kind.verb}`, inst.path, progress, progress * size)
  }

  override drop(): void {
    const { end, of } = this.kind
    if (this.copying())
      trap(`cannot ${end === 'readable' ? 'remove' : 'drop'} busy ${of}`, `${of}.drop-${end}`)
    this.shared.drop()
    super.drop()
  }
}
