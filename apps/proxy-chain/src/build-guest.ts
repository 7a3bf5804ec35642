import { buildComponent } from '@weft/assemblyscript'
import { type Guest, guestPath } from './guests.js'
import { appPath } from './paths.js'

/** Builds a component and writes it to `build/`. Throws `BuildError` for what cannot be compiled. */
export async function buildGuest(world: Guest): Promise<Uint8Array> {
  const { wasm } = await buildComponent({
    entry: appPath(`assembly/${world}/guest.ts`),
    wit: appPath('wit'),
    world,
    outFile: guestPath(world),
    optimize: 'speed',
  })
  return wasm
}
