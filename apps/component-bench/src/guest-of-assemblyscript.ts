import { buildComponent } from '@weft/assemblyscript'
import type { Guest } from './guest.js'
import { appPath } from './paths.js'

/** Builds `guests/FOLDER/assembly/FILE.ts` for the world in `guests/FOLDER/wit`. */
export async function buildGuestOf(folder: string, file: string): Promise<Guest> {
  const { wasm } = await buildComponent({
    entry: appPath(`guests/${folder}/assembly/${file}.ts`),
    wit: appPath(`guests/${folder}/wit`),
  })
  return { name: `${folder}-${file}`, bytes: Uint8Array.from(wasm) }
}
