import type { ClientRequest } from 'node:http'
import type { Socket } from 'node:net'
import { HttpError } from './http-error.js'
import type { ErrorCode } from './http-types.js'
import type { RequestOptions } from './request-options.js'

export interface DefaultTimeouts {
  readonly connectMs?: number | undefined
  readonly firstByteMs?: number | undefined
  readonly betweenBytesMs?: number | undefined
}

/** The time that a request may take: to connect, then to the first byte. No timer runs where no limit is set. */
export class ClientTimeouts {
  readonly betweenBytesMs: number | undefined
  /** The limit that was reached. */
  error: HttpError | undefined = undefined
  readonly #out: ClientRequest
  #connect: NodeJS.Timeout | undefined = undefined
  #firstByte: NodeJS.Timeout | undefined = undefined

  constructor(out: ClientRequest, options: RequestOptions | undefined, defaults: DefaultTimeouts) {
    this.#out = out
    this.betweenBytesMs = milliseconds(options?.getBetweenBytesTimeout()) ?? defaults.betweenBytesMs
    const connectMs = milliseconds(options?.getConnectTimeout()) ?? defaults.connectMs
    const firstByteMs = milliseconds(options?.getFirstByteTimeout()) ?? defaults.firstByteMs
    if (connectMs !== undefined) this.#limitConnect(connectMs)
    if (firstByteMs !== undefined)
      this.#firstByte = setTimeout(() => this.#end({ tag: 'connection-read-timeout' }), firstByteMs)
  }

  /** No more limits. */
  answered(): void {
    clearTimeout(this.#connect)
    clearTimeout(this.#firstByte)
  }

  #limitConnect(connectMs: number): void {
    this.#connect = setTimeout(() => this.#end({ tag: 'connection-timeout' }), connectMs)
    const connected = () => clearTimeout(this.#connect)
    this.#out.on('socket', (socket: Socket) => {
      if (socket.connecting) socket.once('connect', connected)
      else connected()
    })
  }

  #end(code: ErrorCode): void {
    this.error = new HttpError(code)
    this.#out.destroy(this.error)
  }
}

/** Timers take no more than 2³¹ − 1 ms; longer is no limit. */
function milliseconds(nanoseconds: bigint | undefined): number | undefined {
  if (nanoseconds === undefined) return undefined
  const value = Math.ceil(Number(nanoseconds) / 1e6)
  return value < 2 ** 31 ? value : undefined
}
