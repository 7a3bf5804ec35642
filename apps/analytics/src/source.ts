import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { generate } from './generate.js'
import type { Text } from './pipeline.js'

/** A text that can be read again and again. */
export interface Source {
  readonly bytes: number
  open(): Text
}

const chunkBytes = 256 * 1024

/** A made-up text, which is made while it is read. */
export function generatedSource(bytes: number): Source {
  return { bytes, open: () => generate(bytes) }
}

/** A file. Rejects with Node's error if there is none. */
export async function fileSource(path: string): Promise<Source> {
  const { size } = await stat(path)
  return { bytes: size, open: () => createReadStream(path, { highWaterMark: chunkBytes }) }
}
