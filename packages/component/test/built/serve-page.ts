import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build, type Rollup } from 'vite'

export interface ServedPage extends AsyncDisposable {
  readonly url: string
}

/** Serves a page that runs scenarios, bundled from the built packages, and the components that they want. */
export async function servePage(guests: Readonly<Record<string, Uint8Array>>): Promise<ServedPage> {
  const script = await bundle(new URL('./page.ts', import.meta.url))
  const server = createServer(({ url = '/' }, response) => {
    const guest = guests[url.slice(1).replace('.wasm', '')]
    if (guest !== undefined) sendInParts(response, guest)
    else if (url === '/page.js') send(response, 'text/javascript', script)
    else send(response, 'text/html', '<!doctype html><script type="module" src="/page.js"></script>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** A file as a program for browsers, with all that it imports. */
async function bundle(file: URL): Promise<string> {
  const options = { write: false, target: 'es2024', rollupOptions: { input: fileURLToPath(file) } }
  const built = await build({ configFile: false, logLevel: 'silent', build: options })
  const [{ output }] = [built].flat() as [Rollup.RollupOutput]
  return output[0].code
}

function send(response: ServerResponse, type: string, content: string): void {
  response.writeHead(200, { 'Content-Type': type })
  response.end(content)
}

function sendInParts(response: ServerResponse, content: Uint8Array): void {
  const middle = content.length >> 1
  response.writeHead(200, { 'Content-Type': 'application/wasm' })
  response.write(content.subarray(0, middle), () => response.end(content.subarray(middle)))
}
