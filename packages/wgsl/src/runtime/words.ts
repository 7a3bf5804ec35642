import type { Helper } from './helper.js'
import { type MemoryLayout, readWord, writeWord } from './memory-layout.js'

/**
 * Accesses of 1, 2 or 4 whole words: `load_words2` at an address anywhere; `load_words2_in` at a distance from the start
 * of a segment whose first and last word are given; both with the offset of the instruction (in bytes, or in words).
 * What is out of bounds is loaded from wherever Tint's clamp leads, and sets `stopped`; nothing is stored then, so it
 * cannot get out.
 */
export function wordsHelper(name: string, layout: MemoryLayout): Helper | undefined {
  const parts = /^(load|store)_words([124])(_in)?$/.exec(name)
  if (parts === null) return undefined
  const [, kind, count, inSegment] = parts
  const words = Number(count)
  const type = words === 1 ? 'u32' : `vec${words}u`
  const place =
    inSegment === undefined ? 'at: u32, offset: u32' : 'first: u32, last: u32, at: u32, offset: u32'
  const head = inSegment === undefined ? anywhere(words) : insideSegment(words, layout)
  const code =
    kind === 'load'
      ? `fn ${name}(${place}) -> ${type} {\n${head}\n${loadBody(words, layout)}\n}`
      : `fn ${name}(${place}, value: ${type}) {\n${head}\n${storeBody(words, layout)}\n}`
  return { code, needs: inSegment === undefined ? ['place'] : [] }
}

/** Finds `word`, the place in the arena. */
function anywhere(words: number): string {
  return `  let word = place(at, offset, ${4 * words}u) >> 2u;`
}

/** `(last - index) | index` has its sign bit set exactly for an index above `last`, which is below 2^31 or −1. */
function insideSegment(words: number, layout: MemoryLayout): string {
  const highest = words === 1 ? 'index' : `(index + ${words - 1}u)`
  if (layout.bounds === 'clamp') return '  let word = first + ((at + offset) & 0x3fffffffu);'
  return `  let index = (at + offset) & 0x3fffffffu;\n  stopped |= (last - ${highest}) | ${highest};\n  let word = first + index;`
}

function loadBody(words: number, layout: MemoryLayout): string {
  const values = wordIndices(words).map((index) => readWord(layout, index))
  return `  return ${words === 1 ? values[0] : `vec${words}u(${values.join(', ')})`};`
}

function storeBody(words: number, layout: MemoryLayout): string {
  const statements = wordIndices(words).map((index, position) =>
    writeWord(layout, index, words === 1 ? 'value' : `value[${position}]`),
  )
  return layout.bounds === 'check'
    ? `  if (i32(stopped) >= 0) { ${statements.join(' ')} }`
    : `  ${statements.join(' ')}`
}

function wordIndices(words: number): string[] {
  return Array.from({ length: words }, (_, index) => (index === 0 ? 'word' : `word + ${index}u`))
}
