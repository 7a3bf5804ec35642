import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'

const small = Buffer.alloc(1024, 'x')
const chunk = Buffer.alloc(64 * 1024, 'y')

/** Answers `/bytes/N` with N bytes, everything else with 1 KiB. */
const server = createServer((message, out) => {
  const bytes = /^\/bytes\/(\d+)$/.exec(message.url!)?.[1]
  message.resume()
  if (bytes === undefined) out.writeHead(200, headersFor(small.length)).end(small)
  else answerLong(out, Number(bytes))
})
// Idle connections go soon: whoever counts sockets waits for that.
server.keepAliveTimeout = 1000
server.listen(0, '127.0.0.1')
await once(server, 'listening')
process.on('disconnect', () => process.exit())
process.send!({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })

function answerLong(out: ServerResponse, bytes: number): void {
  out.writeHead(200, headersFor(bytes))
  Readable.from(pieces(bytes), { objectMode: false }).pipe(out)
}

function* pieces(bytes: number): Generator<Buffer> {
  for (let left = bytes; left > 0; left -= chunk.length)
    yield left < chunk.length ? chunk.subarray(0, left) : chunk
}

function headersFor(length: number): Record<string, string> {
  return { 'content-type': 'text/plain', 'content-length': String(length) }
}
