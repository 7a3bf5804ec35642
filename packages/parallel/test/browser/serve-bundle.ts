import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'tsup'

const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
}

export interface ServedBundle extends AsyncDisposable {
  readonly url: string
}

/** Bundles `page.ts` and the guest worker as a program for browsers would be, and serves them to isolated pages. */
export async function serveBundle(): Promise<ServedBundle> {
  const folder = await mkdtemp(join(tmpdir(), 'weft-bundle-'))
  await build({
    entry: {
      page: fileURLToPath(new URL('./page.ts', import.meta.url)),
      'guest-worker-browser': fileURLToPath(new URL('../../dist/guest-worker-browser.js', import.meta.url)),
    },
    outDir: folder,
    format: ['esm'],
    platform: 'browser',
    target: 'es2024',
    noExternal: [/^@weft\//],
    external: ['node:wasi'],
    config: false,
    dts: false,
    silent: true,
    outExtension: () => ({ js: '.js' }),
  })
  const server = createServer(async ({ url = '/' }, response) => {
    if (url === '/') {
      response.writeHead(200, { ...headers, 'Content-Type': 'text/html' })
      response.end('<!doctype html><script type="module" src="/page.js"></script>')
      return
    }
    const content = await readFile(join(folder, url)).catch(() => undefined)
    response.writeHead(content === undefined ? 404 : 200, { ...headers, 'Content-Type': 'text/javascript' })
    response.end(content)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await rm(folder, { recursive: true })
    },
  }
}
