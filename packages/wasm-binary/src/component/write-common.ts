import type { ByteWriter } from '@weft/core'

export type Write<Item> = (writer: ByteWriter, item: Item) => void

export function writeVector<Item>(writer: ByteWriter, items: readonly Item[], writeItem: Write<Item>): void {
  writer.u32(items.length)
  for (const item of items) writeItem(writer, item)
}

/** Binary.md, `<T>?`. */
export function writeOptional<Item>(
  writer: ByteWriter,
  item: Item | undefined,
  writeItem: Write<Item>,
): void {
  writer.u8(item === undefined ? 0 : 1)
  if (item !== undefined) writeItem(writer, item)
}

export const writeU32: Write<number> = (writer, value) => writer.u32(value)

export const writeString: Write<string> = (writer, text) => writer.name(text)

/** Choices by their codes, turned round. */
export function codesOf<Choice extends string>(
  choices: Readonly<Record<number, Choice>>,
): Readonly<Record<Choice, number>> {
  const codes = Object.entries(choices).map(([code, choice]) => [choice, Number(code)])
  return Object.fromEntries(codes) as Record<Choice, number>
}
