import { scanGates } from './scan-gates.js'
import { scanPackageName, scanPath } from './scan-path.js'
import { scanInterface, scanWorld } from './scan-world.js'
import type {
  Declared,
  ScannedFile,
  ScannedInterface,
  ScannedPart,
  ScannedPath,
  ScannedWorld,
  TopLevelUse,
} from './scanned.js'
import { refuseDuplicates, TokenReader } from './token-reader.js'
import type { WitFile } from './world.js'

class Part implements ScannedPart {
  readonly file: WitFile
  readonly tokens: ScannedPart['tokens']
  readonly package: Declared | undefined
  readonly interfaces: ScannedInterface[] = []
  readonly worlds: ScannedWorld[] = []
  readonly topLevelUses: TopLevelUse[] = []
  readonly paths: ScannedPath[] = []
  readonly bodies: [number, number][] = []

  constructor(reader: TokenReader, name: Declared | undefined) {
    this.file = reader.file
    this.tokens = reader.tokens
    this.package = name
  }
}

/**
 * Reads what a file declares and names (WIT.md, `wit-file`), without resolving anything. Throws `WitError` for text that
 * is no WIT.
 */
export function scanFile(file: WitFile): ScannedFile {
  const reader = new TokenReader(file)
  const first = reader.at('package') ? scanPackageName(reader) : undefined
  const nested: ScannedPart[] = []
  const isNested = first !== undefined && reader.at('{')
  if (isNested) nested.push(scanNested(reader, first))
  else if (first !== undefined && !reader.accept(';')) throw reader.unexpected('`;` or `{`')
  const own = new Part(reader, isNested ? undefined : first)
  while (reader.next.kind !== 'end') {
    if (reader.at('package')) nested.push(scanNested(reader, scanPackageName(reader)))
    else scanTopLevelItem(reader, own, '`interface`, `world`, `use` or `package`')
  }
  refuseDuplicateNames(own)
  return { own, nested }
}

function scanNested(reader: TokenReader, name: Declared): ScannedPart {
  const part = new Part(reader, name)
  if (reader.at(';')) throw reader.unexpected('`{`', '; only the first line of a file can be `package …;`')
  reader.expect('{')
  while (!reader.accept('}')) scanTopLevelItem(reader, part, '`interface`, `world`, `use` or `}`')
  refuseDuplicateNames(part)
  return part
}

function scanTopLevelItem(reader: TokenReader, part: Part, expected: string): void {
  const start = reader.position
  const { docs } = reader.next
  scanGates(reader)
  if (reader.accept('use')) {
    scanTopLevelUse(reader, part)
    return
  }
  const isWorld = reader.at('world')
  if (!isWorld && !reader.at('interface')) throw reader.unexpected(expected)
  reader.take()
  const name = { ...reader.name(`the name of the ${isWorld ? 'world' : 'interface'}`), docs }
  reader.expect('{')
  if (isWorld) part.worlds.push({ ...name, ...scanWorld(reader, part.paths) })
  else part.interfaces.push({ ...name, ...scanInterface(reader, part.paths) })
  part.bodies.push([start, reader.position])
}

function scanTopLevelUse(reader: TokenReader, part: Part): void {
  const path = scanPath(reader)
  const { name, file, offset } = reader.accept('as') ? reader.name('a new name') : path
  reader.expect(';')
  part.paths.push(path)
  part.topLevelUses.push({ name, file, offset, path })
}

function refuseDuplicateNames({ interfaces, worlds, topLevelUses }: Part): void {
  const names = [...interfaces, ...worlds, ...topLevelUses]
  refuseDuplicates(
    'interface or world',
    names.sort((one, other) => one.offset - other.offset),
  )
}
