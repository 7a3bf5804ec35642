import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream'
import type { Handler } from './handlers.js'

/** Serves a handler on loopback. Resolves to the server's URL. */
export async function servePlain(handler: Handler): Promise<string> {
  const server = createServer((message, out) => {
    message.on('error', () => {})
    const { method = 'GET', url: path = '/', rawHeaders: headers } = message
    handler({ method, path, headers, body: message }).then(
      (response) => {
        // The client may be gone meanwhile.
        if (out.destroyed) {
          response.body.destroy()
          return
        }
        out.writeHead(response.status, [...response.headers])
        pipeline(response.body, out, () => {})
      },
      () => out.writeHead(502).end(),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}
