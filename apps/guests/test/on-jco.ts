import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ReadableStream } from 'node:stream/web'
import { transpileBytes } from '@bytecodealliance/jco-transpile'
import { concat } from './bytes.js'
import type { GuestExports, HostImports, Runtime } from './runtime.js'

/** By Node's own loader, whatever transforms the imports of this module. */
const load = createRequire(import.meta.url)

interface GeneratedModule {
  instantiate(
    coreModule: (name: string) => Promise<WebAssembly.Module>,
    imports: object,
  ): Promise<GuestExports>
}

interface Stream extends Disposable {
  read(options: {
    readonly count: number
  }): Promise<{ readonly value?: ArrayLike<number>; readonly done: boolean }>
}

/** JavaScript that jco makes of the component. */
export const jco: Runtime = {
  name: 'jco',
  async instantiate(wasm, imports = {}) {
    const folder = await mkdtemp(path.join(tmpdir(), 'weft-guests-'))
    try {
      const { files } = await transpileBytes(wasm, {
        name: 'guest',
        instantiation: 'async',
        asyncMode: 'jspi',
        emitTypescriptDeclarations: false,
      })
      await writeFiles(folder, files)
      const module: GeneratedModule = load(path.join(folder, 'guest.js'))
      return await module.instantiate(
        (name) => WebAssembly.compile(files[name] as BufferSource),
        asInterfaces(imports),
      )
    } finally {
      await rm(folder, { recursive: true })
    }
  },
  streamOf: (chunks) => ReadableStream.from(chunks),
  async bytesOf(stream, limit = Number.POSITIVE_INFINITY) {
    const chunks: Uint8Array[] = []
    for (let total = 0; total < limit; ) {
      const { value, done } = await (stream as Stream).read({ count: 4096 })
      if (value !== undefined) chunks.push(Uint8Array.from(value))
      total += value?.length ?? 0
      if (done) break
    }
    ;(stream as Stream)[Symbol.dispose]()
    return concat(chunks)
  },
}

async function writeFiles(folder: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, content)
  }
}

/** jco takes a function at the top level as an interface with a `default`. */
function asInterfaces(imports: HostImports): object {
  const wrap = ([name, value]: [string, unknown]) => [
    name,
    typeof value === 'function' ? { default: value } : value,
  ]
  return Object.fromEntries(Object.entries(imports).map(wrap))
}
