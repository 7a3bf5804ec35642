import type { Outcome } from './http-types.js'

type Done = Outcome<void, { readonly tag: 'not-supported' | 'immutable' | 'other'; readonly val?: string }>

const done: Done = { tag: 'ok' }
const isImmutable: Done = { tag: 'err', val: { tag: 'immutable' } }

/** The resource `wasi:http/types.request-options`. Durations are in nanoseconds. */
export class RequestOptions {
  #immutable = false
  #connect: bigint | undefined = undefined
  #firstByte: bigint | undefined = undefined
  #betweenBytes: bigint | undefined = undefined

  getConnectTimeout(): bigint | undefined {
    return this.#connect
  }

  setConnectTimeout(duration: bigint | undefined): Done {
    if (this.#immutable) return isImmutable
    this.#connect = duration
    return done
  }

  getFirstByteTimeout(): bigint | undefined {
    return this.#firstByte
  }

  setFirstByteTimeout(duration: bigint | undefined): Done {
    if (this.#immutable) return isImmutable
    this.#firstByte = duration
    return done
  }

  getBetweenBytesTimeout(): bigint | undefined {
    return this.#betweenBytes
  }

  setBetweenBytesTimeout(duration: bigint | undefined): Done {
    if (this.#immutable) return isImmutable
    this.#betweenBytes = duration
    return done
  }

  clone(): RequestOptions {
    const copy = new RequestOptions()
    copy.#connect = this.#connect
    copy.#firstByte = this.#firstByte
    copy.#betweenBytes = this.#betweenBytes
    return copy
  }

  /** For hosts: from now on `set…` fails. */
  freeze(): this {
    this.#immutable = true
    return this
  }
}
