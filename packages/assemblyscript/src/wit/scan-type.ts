import type { ScannedName } from './scanned.js'
import type { TokenReader } from './token-reader.js'
import { errorAt } from './wit-error.js'

const primitives = new Set('bool s8 u8 s16 u16 s32 u32 s64 u64 f32 f64 char string error-context'.split(' '))
const maximumDepth = 100

/** Passes over a type (WIT.md, `ty`) and gives the names in it. */
export function scanType(reader: TokenReader, references: ScannedName[], depth = 0): void {
  if (depth > maximumDepth) throw errorAt(reader.spot, `types nest more than ${maximumDepth} deep`)
  const { kind, text } = reader.next
  if (kind === 'id') references.push(reader.name('a type'))
  else if (primitives.has(text)) reader.take()
  else if (!scanConstructed(reader, references, depth)) throw reader.unexpected('a type')
}

function scanConstructed(reader: TokenReader, references: ScannedName[], depth: number): boolean {
  const { text } = reader.next
  const inner = () => scanType(reader, references, depth + 1)
  switch (text) {
    case 'own':
    case 'borrow':
      reader.take()
      reader.expect('<')
      references.push(reader.name('the name of a resource'))
      break
    case 'tuple':
      reader.take()
      reader.expect('<')
      reader.list('>', inner)
      return true
    case 'stream':
    case 'future':
      reader.take()
      if (!reader.accept('<')) return true
      inner()
      break
    case 'result':
      reader.take()
      if (!reader.accept('<')) return true
      scanResult(reader, inner)
      break
    case 'list':
    case 'option':
    case 'map':
      reader.take()
      reader.expect('<')
      inner()
      scanSecond(reader, text, inner)
      break
    default:
      return false
  }
  reader.expect('>')
  return true
}

function scanResult(reader: TokenReader, inner: () => void): void {
  if (reader.accept('_')) {
    reader.expect(',')
    inner()
    return
  }
  inner()
  if (reader.accept(',')) inner()
}

function scanSecond(reader: TokenReader, kind: string, inner: () => void): void {
  if (kind === 'map') {
    reader.expect(',')
    inner()
  } else if (kind === 'list' && reader.accept(',')) {
    if (reader.take().kind !== 'integer') {
      reader.position--
      throw reader.unexpected('the length of the list, a number')
    }
  }
}
