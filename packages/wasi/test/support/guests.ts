import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildComponent } from '@weft/assemblyscript'
import { type Component, compile } from '@weft/component'

const built = new Map<string, Promise<Component>>()

/** The component of a source file in `test/assembly`, in the world of its name. Each is built once. */
export function guestNamed(
  name: 'service' | 'middleware' | 'client' | 'chained' | 'pumping',
): Promise<Component> {
  let component = built.get(name)
  if (component === undefined) {
    component = buildIn('http', name, name)
    built.set(name, component)
  }
  return component
}

/** Builds a source file of a folder in `test/assembly` for a world of its `wit`. */
export async function buildIn(sources: string, name: string, world: string): Promise<Component> {
  const folder = await mkdtemp(path.join(tmpdir(), 'weft-wasi-'))
  try {
    // Its bindings are written beside it, and several files may build guests from the same sources at once.
    await cp(fileURLToPath(new URL(`../assembly/${sources}`, import.meta.url)), folder, { recursive: true })
    const entry = path.join(folder, `${name}.ts`)
    const { wasm } = await buildComponent({ entry, wit: path.join(folder, 'wit'), world })
    return await compile(wasm)
  } finally {
    await rm(folder, { recursive: true })
  }
}
