import type { StaticData } from '@weft/backend'

/** The bytes from the first piece of static data to the last, in whole words. */
export interface StaticImage {
  readonly address: number
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Joins the pieces, with zeros between them; nothing if there are no bytes. */
export function staticImageOf(statics: readonly StaticData[]): StaticImage | undefined {
  let start = Number.POSITIVE_INFINITY
  let end = 0
  for (const { address, bytes } of statics) {
    if (bytes.length === 0) continue
    start = Math.min(start, address)
    end = Math.max(end, address + bytes.length)
  }
  if (end === 0) return undefined
  const address = start - (start % 4)
  const image = new Uint8Array(Math.ceil((end - address) / 4) * 4)
  for (const piece of statics) if (piece.bytes.length > 0) image.set(piece.bytes, piece.address - address)
  return { address, bytes: image }
}
