import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildComponent } from '@weft/assemblyscript'
import { type Component, compile } from '@weft/component'

/** Builds a guest of `test/assembly` for the world of commands of WASI 0.3. */
export async function buildGuest(name: string): Promise<Component> {
  return compile(await guestBytes(name))
}

/** The binary of such a guest. */
export async function guestBytes(name: string): Promise<Uint8Array> {
  const folder = await mkdtemp(path.join(tmpdir(), 'weft-wasi-'))
  try {
    const wit = path.join(folder, 'world.wit')
    await writeFile(wit, 'package test:guest;\nworld guest { include wasi:cli/command@0.3.0; }\n')
    const entry = fileURLToPath(new URL(`../assembly/${name}.ts`, import.meta.url))
    return (await buildComponent({ entry, wit })).wasm
  } finally {
    await rm(folder, { recursive: true })
  }
}
