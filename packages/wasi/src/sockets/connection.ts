import type { Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { type SocketAddress, socketAddress } from './addresses.js'
import { Incoming, type Received } from './incoming.js'
import { socketError, socketErrorOf } from './socket-error.js'

/**
 * So much goes to the system before the event loop gets a turn: a turn takes as long as several small chunks. Measured on
 * loopback: chunks of 1 KiB at 300 MB/s, against 80 with a turn for each; of 64 KiB at 2,500, against 1,100 without.
 */
const bytesPerTurn = 64 * 1024

/** So long may a peer take nothing of what a guest left for it. */
const patienceMs = 5000

/** Bytes of which somebody may have had enough. */
export interface ClosableBytes extends AsyncIterable<Uint8Array> {
  close(): void
}

/** What is open for a guest, to be closed when the guest is gone. */
export type OpenEnds = Set<{ close(): void }>

/** A connection, closed when the guest has let go of its socket and of what it sends and receives: ownership is shared. */
export class Connection {
  readonly socket: Socket
  /** Undefined if the peer was gone before it could be asked for. */
  readonly local: SocketAddress | undefined
  readonly remote: SocketAddress | undefined
  #holders = 1
  #error: unknown = undefined
  #isSending = false
  #isReceiving = false

  constructor(open: OpenEnds, socket: Socket) {
    this.socket = socket
    this.local = addressOf(socket.localAddress, socket.localPort)
    this.remote = addressOf(socket.remoteAddress, socket.remotePort)
    open.add(this)
    socket.on('error', (error) => {
      this.#error ??= error
    })
    socket.once('close', () => open.delete(this))
  }

  /** Sends all of `data` and then the end. To be called once. */
  async send(data: ClosableBytes): Promise<void> {
    const { socket } = this
    if (this.#isSending) return refuse(data)
    this.#isSending = true
    this.#holders++
    // Whoever writes is to hear of an error also while nothing is written.
    const stop = () => data.close()
    socket.once('close', stop)
    try {
      let sent = 0
      for await (const bytes of data) {
        await done((told) => socket.write(bytes, told))
        // Else a guest that goes on writing would keep the system from telling what the peer does.
        sent += bytes.length
        if (sent >= bytesPerTurn) {
          sent = 0
          await setImmediate()
        }
      }
      await done((told) => socket.end(told))
    } catch (error) {
      stop()
      throw socketErrorOf(this.#error ?? error)
    } finally {
      socket.off('close', stop)
      this.release()
    }
  }

  /** All that the peer sends. To be called once. */
  receive(): Received {
    if (this.#isReceiving) return refusedToReceive()
    this.#isReceiving = true
    this.#holders++
    // What cannot be sent to a peer that has ended both directions is none of the receiver's errors.
    const isBroken = () => (this.#error as NodeJS.ErrnoException | undefined)?.code === 'EPIPE'
    const reason = () => (isBroken() ? undefined : (this.#error ?? socketError('connection-aborted')))
    return new Incoming(this.socket, reason, () => this.release()).received()
  }

  /** One of those who share the connection has let go of it. */
  release(): void {
    if (--this.#holders === 0) this.socket.destroy()
  }

  /** The guest is gone: what it wrote is still sent. */
  close(): void {
    this.expire()
    this.socket.destroySoon()
  }

  /** The connection is given up when the peer takes nothing for a while: else it would keep the process for ever. */
  expire(): void {
    this.socket.setTimeout(patienceMs, () => this.socket.destroy())
  }
}

function addressOf(host: string | undefined, port: number | undefined): SocketAddress | undefined {
  return host === undefined || port === undefined ? undefined : socketAddress(host, port)
}

/** A stream that is not sent is dropped. */
export async function refuse(data: ClosableBytes): Promise<never> {
  data.close()
  throw socketError('invalid-state')
}

/** What `receive` gives in a state that has nothing to receive. */
export function refusedToReceive(): Received {
  const outcome = Promise.reject(socketError('invalid-state'))
  outcome.catch(() => undefined)
  return [{ read: async () => null, cancel: () => undefined }, outcome]
}

function done(start: (told: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => start((error) => (error ? reject(error) : resolve())))
}
