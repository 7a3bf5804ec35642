import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { transpileBytes } from '@bytecodealliance/jco-transpile'
import type { Guest } from '../guest.js'
import type { GuestExports, HostImports, Runtime } from './runtime.js'

/** By Node's own loader, whatever transforms the imports of this module. */
const load = createRequire(import.meta.url)

/** What jco made of a component: a module that instantiates it, and core modules. */
export interface Transpiled {
  readonly files: Readonly<Record<string, Uint8Array>>
  /** Where the generated module lies. */
  readonly module: string
}

interface GeneratedModule {
  instantiate(
    getCoreModule: (name: string) => Promise<WebAssembly.Module>,
    imports: object,
  ): Promise<GuestExports>
}

interface Stream {
  read(options: {
    readonly count: number
  }): Promise<{ readonly value?: ArrayLike<number>; readonly done: boolean }>
}

/** jco's output for the same component, with its core modules from memory. */
export const jco: Runtime = {
  name: 'jco',
  async instantiate(guest, imports = {}) {
    await using folder = await temporaryFolder()
    return instantiateTranspiled(await transpile(guest, folder.path), imports)
  },
  streamOf: (chunks) => {
    const iterator = chunks[Symbol.iterator]()
    return new ReadableStream<Uint8Array>({
      pull(controller) {
        const { done, value } = iterator.next()
        if (done) controller.close()
        // A copy: jco asks for the next chunk before the guest has read this one.
        else controller.enqueue(value.slice())
      },
    })
  },
  async readAll(stream, target, onChunk) {
    const reader = stream as Stream
    for (;;) {
      const { value, done } = await reader.read({ count: target.length })
      if (value !== undefined && value.length > 0) {
        target.set(value)
        onChunk(value.length)
      }
      if (done) return
    }
  },
}

/** Writes the generated module to a folder: Node imports from files only. */
export async function transpile({ name, bytes }: Guest, folder: string): Promise<Transpiled> {
  const { files } = await transpileBytes(bytes, {
    name,
    instantiation: 'async',
    asyncMode: 'jspi',
    emitTypescriptDeclarations: false,
  })
  for (const [file, content] of Object.entries(files)) {
    const path = join(folder, file)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, content)
  }
  return { files, module: join(folder, `${name}.js`) }
}

export async function instantiateTranspiled(
  { files, module }: Transpiled,
  imports: HostImports,
): Promise<GuestExports> {
  const generated: GeneratedModule = load(module)
  return generated.instantiate(
    (name) => WebAssembly.compile(files[name] as BufferSource),
    asInterfaces(imports),
  )
}

/** jco wants functions at the top level as interfaces with a `default`. */
function asInterfaces(imports: HostImports): object {
  const wrap = ([name, value]: [string, unknown]) => [
    name,
    typeof value === 'function' ? { default: value } : value,
  ]
  return Object.fromEntries(Object.entries(imports).map(wrap))
}

export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'weft-component-bench-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}
