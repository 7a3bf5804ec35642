import { Eventually } from './eventually.js'
import type { ErrorCode, Future, TransmissionOutcome } from './http-types.js'

const received: TransmissionOutcome = { tag: 'ok' }
/** Nobody took the body. */
export const dropped: TransmissionOutcome = { tag: 'err', val: { tag: 'connection-terminated' } }

/** The future that tells whoever made a body how it was received. */
export class Transmission extends Eventually<TransmissionOutcome> implements Future<TransmissionOutcome> {
  /** The body went to a guest, and this future is what that guest says of it. It is read, whether or not anybody asks. */
  follow(source: Future<TransmissionOutcome>): void {
    source.then(
      (outcome) => this.resolve(outcome),
      () => this.settle({ tag: 'connection-terminated' }),
    )
  }

  /** The host has received the body, or failed to. */
  settle(error: ErrorCode | undefined): void {
    this.resolve(error === undefined ? received : { tag: 'err', val: error })
  }
}
