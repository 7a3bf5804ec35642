import { Pollable } from '../../io/pollable.js'
import { internalError } from '../http-error.js'
import type { ErrorCode, Outcome } from '../http-types.js'

/** What `get` of a future of WASI 0.2 gives: nothing yet, the outcome once, then err. */
type Got<Value> =
  | undefined
  | { readonly tag: 'ok'; readonly val: Outcome<Value, ErrorCode> }
  | { readonly tag: 'err' }

/** A future of WASI 0.2, as `wasi:http/types` has them. */
export class Future2<Value> {
  readonly #start: () => PromiseLike<Value>
  #settled: Promise<void> | undefined = undefined
  #outcome: Outcome<Value, ErrorCode> | undefined = undefined
  #isTaken = false

  /** `start` is called when somebody asks for the value. */
  constructor(start: () => PromiseLike<Value>) {
    this.#start = start
  }

  subscribe(): Pollable {
    this.begin()
    return new Pollable(
      () => this.#outcome !== undefined,
      () => this.begin(),
    )
  }

  get(): Got<Value> {
    this.begin()
    if (this.#outcome === undefined) return undefined
    if (this.#isTaken) return { tag: 'err' }
    this.#isTaken = true
    return { tag: 'ok', val: this.#outcome }
  }

  /** Resolves when it has settled. */
  protected begin(): Promise<void> {
    this.#settled ??= Promise.resolve(this.#start()).then(
      (val) => {
        this.#outcome = { tag: 'ok', val }
      },
      (error: unknown) => {
        this.#outcome = { tag: 'err', val: codeOf(error) }
      },
    )
    return this.#settled
  }

  protected get isSettled(): boolean {
    return this.#outcome !== undefined
  }

  /** What nobody has taken, once it is there. */
  protected async untaken(): Promise<Value | undefined> {
    await this.begin()
    if (this.#isTaken || this.#outcome?.tag !== 'ok') return undefined
    return this.#outcome.val
  }
}

function codeOf(error: unknown): ErrorCode {
  if (typeof error === 'object' && error !== null && 'payload' in error) return error.payload as ErrorCode
  return internalError(error instanceof Error ? error.message : String(error))
}
