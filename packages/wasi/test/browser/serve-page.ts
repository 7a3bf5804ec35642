import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build, type Rollup } from 'vite'

export interface ServedPage extends AsyncDisposable {
  readonly url: string
}

/** Serves a page that runs guests, bundled from the built packages, and the guests. */
export async function servePage(guests: Readonly<Record<string, Uint8Array>>): Promise<ServedPage> {
  const files = await bundle(new URL('./page.ts', import.meta.url))
  const server = createServer(({ url = '/' }, response) => {
    const guest = guests[url.slice(1).replace('.wasm', '')]
    if (guest) response.writeHead(200, { 'Content-Type': 'application/wasm' }).end(guest)
    else if (files.has(url))
      response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(files.get(url))
    else if (url !== '/') response.writeHead(404).end()
    else {
      const [entry] = files.keys()
      response
        .writeHead(200, { 'Content-Type': 'text/html' })
        .end(`<!doctype html><script type="module" src="${entry}"></script>`)
    }
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

/** A program for browsers with all that it imports, by path; the entry is the first. */
async function bundle(file: URL): Promise<Map<string, string>> {
  const options = { write: false, target: 'es2024', rollupOptions: { input: fileURLToPath(file) } }
  const built = await build({ configFile: false, logLevel: 'silent', build: options })
  const [{ output }] = [built].flat() as [Rollup.RollupOutput]
  const chunks = output.filter((item) => item.type === 'chunk')
  return new Map(chunks.map(({ fileName, code }) => [`/${fileName}`, code]))
}
