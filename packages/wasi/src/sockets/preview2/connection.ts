import { AheadSource } from '../../host/ahead-source.js'
import { BytePipe } from '../../host/byte-pipe.js'
import { closed } from '../../host/byte-sink.js'
import { regularEnd, type SourceEnd } from '../../host/byte-source.js'
import { InputStream } from '../../io/input-stream.js'
import { OutputStream } from '../../io/output-stream.js'
import type { Received } from '../incoming.js'
import type { TcpSocket } from '../tcp-socket.js'

/** The streams of a connection of TCP. */
export class Connection {
  readonly #source: ReceiveSource
  readonly #pipe = new SendPipe()

  constructor(socket: TcpSocket) {
    this.#source = new ReceiveSource(socket.receive())
    socket.send(this.#pipe).catch((error: unknown) => this.#pipe.fail(error))
  }

  /** To be called once. */
  streams(): [InputStream, OutputStream] {
    return [new InputStream(this.#source), new OutputStream(this.#pipe)]
  }

  shutdown(type: 'receive' | 'send' | 'both'): void {
    if (type !== 'send') this.#source.close()
    // What was written is sent, and then the end.
    if (type !== 'receive') this.#pipe.end(closed)
  }
}

class ReceiveSource extends AheadSource {
  readonly #stream: Received[0]

  constructor([stream, outcome]: Received) {
    super()
    this.#stream = stream
    // Why a stream has ended, its outcome tells first.
    outcome.then(undefined, (error: unknown) => this.end({ error }))
  }

  protected override async next(): Promise<Uint8Array | SourceEnd> {
    return (await this.#stream.read()) ?? regularEnd
  }

  protected override release(): void {
    this.#stream.cancel()
  }
}

class SendPipe extends BytePipe {
  /** Why nobody reads any more, `send` tells. */
  close(): void {}

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return { next: async () => this.next() }
  }
}
