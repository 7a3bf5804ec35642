import { scanGates } from './scan-gates.js'
import { scanType } from './scan-type.js'
import type { Declared, ScannedName } from './scanned.js'
import { refuseDuplicates, type TokenReader } from './token-reader.js'

/** Passes over `async func(…) -> …;` (WIT.md, `func-type`). */
export function scanFunction(reader: TokenReader, references: ScannedName[]): void {
  reader.accept('async')
  if (!reader.at('func')) throw reader.unexpected('`func` or `async func`')
  reader.take()
  scanSignature(reader, references)
}

/** The functions of a resource, in braces (WIT.md, `resource-method`). */
export function scanMethods(reader: TokenReader, references: ScannedName[]): Declared[] {
  const methods: Declared[] = []
  while (!reader.accept('}')) {
    const { docs } = reader.next
    scanGates(reader)
    methods.push({ ...scanMethod(reader, references), docs })
  }
  refuseDuplicates('function', methods)
  return methods
}

function scanMethod(reader: TokenReader, references: ScannedName[]): ScannedName {
  const { spot } = reader
  if (reader.accept('constructor')) {
    scanSignature(reader, references)
    return { ...spot, name: '[constructor]' }
  }
  const name = reader.name('the name of a function, `constructor` or `}`')
  reader.expect(':')
  reader.accept('static')
  scanFunction(reader, references)
  return name
}

function scanSignature(reader: TokenReader, references: ScannedName[]): void {
  const parameters: ScannedName[] = []
  reader.expect('(')
  reader.list(')', () => {
    parameters.push(reader.name('the name of a parameter or `)`'))
    reader.expect(':')
    scanType(reader, references)
  })
  refuseDuplicates('parameter', parameters)
  if (reader.accept('->')) scanType(reader, references)
  reader.expect(';')
}
