import { ComponentError, compile } from '@weft/component'
import { createWasi } from '@weft/wasi/browser'
import { createMemoryFiles, type MemoryFiles } from '@weft/wasi/memory-files'

declare global {
  var runGuest: (name: string, args: readonly string[], stdin: string) => Promise<PageRun>
}

export interface PageRun {
  readonly stdout: string
  readonly exitCode: number
  /** Of the file `made.txt`. */
  readonly made: string | undefined
}

globalThis.runGuest = async (name, args, stdin) => {
  const component = await compile(fetch(`/${name}.wasm`))
  const files = createMemoryFiles({ 'a.txt': 'test-a', 'folder/b.txt': 'b' })
  const output = new TransformStream<Uint8Array, Uint8Array>()
  const text = new Response(output.readable).text()
  const wasi = await createWasi(component, {
    args,
    stdin: new Blob([stdin]).stream(),
    stdout: output.writable,
    files,
  })
  const instance = await component.instantiate({ ...wasi.imports }, { asyncImports: wasi.asyncImports })
  let exitCode = 0
  try {
    await instance.invoke('wasi:cli/run@0.3.0#run')
  } catch (error) {
    if (!(error instanceof ComponentError)) throw error
    exitCode = 1
  }
  instance[Symbol.dispose]()
  await wasi.flush()
  await wasi[Symbol.asyncDispose]()
  await output.writable.close()
  return { stdout: await text, exitCode, made: madeOf(files) }
}

function madeOf(files: MemoryFiles): string | undefined {
  try {
    return new TextDecoder().decode(files.read('made.txt'))
  } catch {
    return undefined
  }
}
