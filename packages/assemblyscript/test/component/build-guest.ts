import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Component, compile } from '@weft/component'
import { buildComponent } from '../../src/component-build/build-component.js'

export interface GuestSources {
  /** What stands in a world, or a whole WIT file that begins with `package`. */
  readonly wit: string
  readonly source: string
}

/** Builds a component of one source file, in a folder of its own that is gone afterwards. */
export async function buildGuest({ wit, source }: GuestSources): Promise<Component> {
  const folder = await mkdtemp(path.join(tmpdir(), 'weft-component-'))
  try {
    const entry = path.join(folder, 'main.ts')
    const text = wit.startsWith('package') ? wit : `package test:guest;\nworld guest {\n${wit}\n}\n`
    await writeFile(entry, source)
    await writeFile(path.join(folder, 'guest.wit'), text)
    const { wasm } = await buildComponent({ entry, wit: path.join(folder, 'guest.wit') })
    return await compile(wasm)
  } finally {
    await rm(folder, { recursive: true })
  }
}
