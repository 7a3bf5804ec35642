import { fileURLToPath } from 'node:url'
import { buildComponent } from '@weft/assemblyscript'

// This module lies in src/ when it is tested and in dist/ when it runs: both are one level below the app.
const app = new URL('..', import.meta.url)

/** The components of this app: each is a folder. */
export const guests = ['splitter', 'texts'] as const
type Guest = (typeof guests)[number]

/** Builds a component and writes it to `build/`. Throws `BuildError` for what cannot be compiled. */
export async function buildGuest(name: Guest): Promise<Uint8Array> {
  const { wasm } = await buildComponent({
    entry: fileURLToPath(new URL(`${name}/assembly/guest.ts`, app)),
    wit: fileURLToPath(new URL(`${name}/wit`, app)),
    outFile: guestPath(name),
  })
  return wasm
}

/** Where a component is once it is built. */
export function guestPath(name: Guest): string {
  return fileURLToPath(new URL(`build/${name}.wasm`, app))
}
