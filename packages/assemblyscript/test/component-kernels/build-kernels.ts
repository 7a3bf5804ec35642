import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { compile, type Imports } from '@weft/component'
import { type BuiltComponent, buildComponent, type GuestSettings } from '../../src/index.js'

export const parallelImport = 'import wasi:parallel/parallel@0.1.0;'
const guests = fileURLToPath(new URL('../assembly', import.meta.url))

/** Builds a component whose entry has this text and lies beside the guests of `test/assembly`. */
export async function buildKernels(
  exports: string,
  source: string,
  settings: GuestSettings = {},
  imports = parallelImport,
): Promise<BuiltComponent> {
  const folder = await mkdtemp(path.join(tmpdir(), 'weft-kernels-'))
  try {
    await cp(guests, folder, { recursive: true })
    const entry = path.join(folder, 'main.ts')
    const wit = path.join(folder, 'guest.wit')
    await writeFile(entry, source)
    await writeFile(wit, `package test:guest;\nworld guest {\n${imports}\n${exports}\n}\n`)
    return await buildComponent({ entry, wit, ...settings })
  } finally {
    await rm(folder, { recursive: true })
  }
}

export type Functions = Readonly<Record<string, (...values: unknown[]) => unknown>>

/** The functions of a component, on a host that implements `imports`. */
export async function start(wasm: Uint8Array, imports: Imports): Promise<Functions> {
  const { exports } = await (await compile(wasm)).instantiate(imports)
  return exports as Functions
}
