import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildComponent } from '@weft/assemblyscript'

/** Builds a component of one source file and what stands in its world, `guest`. `interfaces` stand beside that. */
export async function buildGuest(wit: string, source: string, interfaces = ''): Promise<Uint8Array> {
  const folder = await mkdtemp(path.join(tmpdir(), 'weft-guests-'))
  try {
    const entry = path.join(folder, 'main.ts')
    await writeFile(entry, source)
    await writeFile(
      path.join(folder, 'guest.wit'),
      `package test:guest;\n${interfaces}\nworld guest {\n${wit}\n}\n`,
    )
    return (await buildComponent({ entry, wit: path.join(folder, 'guest.wit') })).wasm
  } finally {
    await rm(folder, { recursive: true })
  }
}
