import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build, type Rollup } from 'vite'

export interface ServedPage extends AsyncDisposable {
  readonly url: string
}

/** A file as a program for browsers, with all that it imports. */
async function bundle(file: URL): Promise<string> {
  const options = { write: false, target: 'es2024', rollupOptions: { input: fileURLToPath(file) } }
  const built = await build({ configFile: false, logLevel: 'silent', build: options })
  const [{ output }] = [built].flat() as [Rollup.RollupOutput]
  return output[0].code
}

/** Serves a page that has the functions of `page.ts`, from memory. */
export async function servePage(): Promise<ServedPage> {
  const scripts = new Map([
    ['/page.js', await bundle(new URL('./page.ts', import.meta.url))],
    ['/worker.js', await bundle(new URL('./worker.ts', import.meta.url))],
  ])
  const server = createServer(({ url = '/' }, response) => {
    const script = scripts.get(url)
    response.writeHead(200, { 'Content-Type': script === undefined ? 'text/html' : 'text/javascript' })
    response.end(script ?? '<!doctype html><script type="module" src="/page.js"></script>')
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
