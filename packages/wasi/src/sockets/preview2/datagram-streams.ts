import { Pollable } from '../../io/pollable.js'
import { isSameAddress, type SocketAddress } from '../addresses.js'
import type { Datagram } from '../udp-socket.js'
import type { Inbox } from './inbox.js'
import type { Outbox } from './outbox.js'

interface IncomingDatagram {
  readonly data: Uint8Array
  readonly remoteAddress: SocketAddress
}

interface OutgoingDatagram {
  readonly data: Uint8Array
  readonly remoteAddress?: SocketAddress | undefined
}

/** `wasi:sockets/udp#incoming-datagram-stream` of WASI 0.2. */
export class IncomingDatagramStream {
  readonly #inbox: Inbox
  readonly #remote: SocketAddress | undefined

  /** Of a stream with `remote`, what others have sent is dropped. */
  constructor(inbox: Inbox, remote: SocketAddress | undefined) {
    this.#inbox = inbox
    this.#remote = remote
  }

  receive(maximum: bigint): IncomingDatagram[] {
    return this.#inbox
      .take(Number(maximum))
      .filter(([, sender]) => this.#remote === undefined || isSameAddress(sender, this.#remote))
      .map(([data, remoteAddress]: Datagram) => ({ data, remoteAddress }))
  }

  subscribe(): Pollable {
    return new Pollable(
      () => this.#inbox.isReady,
      () => this.#inbox.changed(),
    )
  }
}

/** `wasi:sockets/udp#outgoing-datagram-stream` of WASI 0.2. */
export class OutgoingDatagramStream {
  readonly #outbox: Outbox

  constructor(outbox: Outbox) {
    this.#outbox = outbox
  }

  checkSend(): bigint {
    return BigInt(this.#outbox.room)
  }

  /** Takes as many as there is room for. How sending them fails, the next call tells. */
  send(datagrams: readonly OutgoingDatagram[]): bigint {
    const taken = datagrams.slice(0, this.#outbox.room)
    for (const { data, remoteAddress } of taken) this.#outbox.send(data, remoteAddress)
    return BigInt(taken.length)
  }

  subscribe(): Pollable {
    return new Pollable(
      () => this.#outbox.isReady,
      () => this.#outbox.changed(),
    )
  }
}
