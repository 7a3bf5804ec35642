import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Guest } from '../guest.js'
import type { Transpiled } from '../runtimes/jco.js'
import type { GuestExports } from '../runtimes/runtime.js'
import { serviceImports } from './service-imports.js'

/** The ways from bytes on disk to an instance. Each loads what it needs beforehand, and only that. */
export const starterNames = ['weft', 'jco', 'jco-transpiled', 'core-modules'] as const
export type StarterName = (typeof starterNames)[number]

/** A component, and what jco made of it. */
export interface PreparedGuest {
  readonly guest: Guest
  readonly transpiled: Transpiled
}

export const componentFile = 'component.wasm'

/** What another process has left in a folder. */
export async function loadPrepared(folder: string, name: string): Promise<PreparedGuest> {
  const files: Record<string, Uint8Array> = {}
  for (const file of await readdir(folder)) files[file] = await readFile(join(folder, file))
  const bytes = Uint8Array.from(files[componentFile]!)
  delete files[componentFile]
  return { guest: { name, bytes }, transpiled: { files, module: join(folder, `${name}.js`) } }
}

/** Starts the service; gives its exports, or undefined if there is no instance but only compiled modules. */
export type Starter = (prepared: PreparedGuest) => Promise<GuestExports | undefined>

export async function loadStarter(name: StarterName): Promise<Starter> {
  if (name === 'weft') {
    const { weft } = await import('../runtimes/weft.js')
    return ({ guest }) => weft.instantiate(guest, serviceImports())
  }
  if (name === 'core-modules') return compileModules
  const { jco, instantiateTranspiled } = await import('../runtimes/jco.js')
  if (name === 'jco') return ({ guest }) => jco.instantiate(guest, serviceImports())
  return ({ transpiled }) => instantiateTranspiled(transpiled, serviceImports())
}

async function compileModules({ transpiled }: PreparedGuest): Promise<undefined> {
  const modules = Object.entries(transpiled.files).filter(([file]) => file.endsWith('.wasm'))
  await Promise.all(modules.map(([, bytes]) => WebAssembly.compile(bytes as BufferSource)))
}
