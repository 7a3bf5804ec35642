import { fileURLToPath } from 'node:url'
import { buildComponent } from '@weft/assemblyscript'

// This module lies in src/ when it is tested and in dist/ when it runs: both are one level below the app.
const app = new URL('..', import.meta.url)

/** The components of this app, as the stream flows: each is a folder of `assembly` and a world. */
export const guests = ['parse', 'filter', 'aggregate'] as const
export type Guest = (typeof guests)[number]

/** Builds a component and writes it to `build/`. Throws `BuildError` for what cannot be compiled. */
export async function buildGuest(world: Guest): Promise<Uint8Array> {
  const { wasm } = await buildComponent({
    entry: fileURLToPath(new URL(`assembly/${world}/guest.ts`, app)),
    wit: fileURLToPath(new URL('wit', app)),
    world,
    outFile: guestPath(world),
    optimize: 'speed',
  })
  return wasm
}

/** Where a component is once it is built. */
export function guestPath(name: Guest): string {
  return fileURLToPath(new URL(`build/${name}.wasm`, app))
}
