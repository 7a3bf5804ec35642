import { segmentParameters } from '../emit/parameters.js'
import type { Helper } from './helper.js'
import { type MemoryLayout, readWord, writeWord } from './memory-layout.js'

/**
 * Accesses of 1, 2 or 4 whole words: `load_words2` at an address anywhere, `load_words2_in3` at a distance from the
 * start of segment 3, both with the offset of the instruction (in bytes, or in words). What is out of bounds is loaded
 * from wherever Tint's clamp leads, and sets `stopped`; nothing is stored then, so it cannot get out.
 */
export function wordsHelper(name: string, layout: MemoryLayout): Helper | undefined {
  const parts = /^(load|store)_words([124])(?:_in(\d+))?$/.exec(name)
  if (parts === null) return undefined
  const [, kind, count, segment] = parts
  const words = Number(count)
  const head = segment === undefined ? anywhere(words) : inSegment(Number(segment), words, layout)
  const needs = segment === undefined ? ['place'] : []
  const body = kind === 'load' ? loadBody(words, layout) : storeBody(words, layout)
  const type = words === 1 ? 'u32' : `vec${words}u`
  const code =
    kind === 'load'
      ? `fn ${name}(at: u32, offset: u32) -> ${type} {\n${head}\n${body}\n}`
      : `fn ${name}(at: u32, offset: u32, value: ${type}) {\n${head}\n${body}\n}`
  return { code, needs }
}

/** Finds `word`, the place in the arena. */
function anywhere(words: number): string {
  return `  let word = place(at, offset, ${4 * words}u) >> 2u;`
}

/** `(last - index) | index` has its sign bit set exactly for an index above `last`, which is below 2^31 or −1. */
function inSegment(segment: number, words: number, layout: MemoryLayout): string {
  const { first, last } = segmentParameters(segment)
  const highest = words === 1 ? 'index' : `(index + ${words - 1}u)`
  if (layout.bounds === 'clamp') {
    const limit = words === 1 ? last : `max(${last}, ${words - 1}u) - ${words - 1}u`
    return `  let word = ${first} + min(at + offset, ${limit});`
  }
  return `  let index = at + offset;\n  stopped |= (${last} - ${highest}) | ${highest};\n  let word = ${first} + index;`
}

function loadBody(words: number, layout: MemoryLayout): string {
  const values = wordIndices(words).map((index) => readWord(layout, index))
  return `  return ${words === 1 ? values[0] : `vec${words}u(${values.join(', ')})`};`
}

function storeBody(words: number, layout: MemoryLayout): string {
  const statements = wordIndices(words).map((index, position) =>
    writeWord(layout, index, words === 1 ? 'value' : `value[${position}]`),
  )
  return `  if (i32(stopped) >= 0) { ${statements.join(' ')} }`
}

function wordIndices(words: number): string[] {
  return Array.from({ length: words }, (_, index) => (index === 0 ? 'word' : `word + ${index}u`))
}
