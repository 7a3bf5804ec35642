import { Eventually } from './eventually.js'
import type { ErrorCode, Future, TransmissionOutcome } from './http-types.js'

const received: TransmissionOutcome = { tag: 'ok' }
/** Nobody took the body. */
export const dropped: TransmissionOutcome = { tag: 'err', val: { tag: 'connection-terminated' } }

/** The future that tells whoever made a body how it was received. */
export class Transmission extends Eventually<TransmissionOutcome> implements Future<TransmissionOutcome> {
  #source: Future<TransmissionOutcome> | undefined = undefined
  #closed = false

  /** The body went to a guest, and this future is what that guest says of it; it is read when somebody asks. */
  follow(source: Future<TransmissionOutcome>): void {
    if (this.#closed) source.close?.()
    else {
      this.#source = source
      if (this.asked) this.ask()
    }
  }

  /** The host has received the body, or failed to. */
  settle(error: ErrorCode | undefined): void {
    this.resolve(error === undefined ? received : { tag: 'err', val: error })
  }

  /** Nobody will ask. */
  close(): void {
    this.#closed = true
    this.#source?.close?.()
    this.#source = undefined
  }

  protected override ask(): void {
    const source = this.#source
    this.#source = undefined
    source?.then(
      (outcome) => this.resolve(outcome),
      () => this.settle({ tag: 'connection-terminated' }),
    )
  }
}
