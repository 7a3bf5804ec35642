import { BinaryError } from '@weft/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  type ComponentBinary,
  decodeComponent,
  encodeComponent,
  readComponentNames,
  readModuleInterface,
} from '../src/index.js'
import { mutatedBytes } from './byte-edits.js'
import { componentBytes, componentHeader, nestedComponents, nestedTypes } from './component-bytes.js'
import { content } from './component-content.js'
import { assembleComponent, conformanceComponents } from './component-sources.js'

// `npm run fuzz` sets these; the numbers below are what every test run does.
const cases = Number(process.env.WEFT_FUZZ_CASES ?? 4000)
const seed = Number(process.env.WEFT_FUZZ_SEED ?? 20_261_122)
const largestSeedBytes = 3000

const own = await assembleComponent(`
  (core module $m (memory (export "m") 1) (table (export "t") 1 funcref)
    (func (export "f") (result i32) unreachable) (global (export "g") i32 (i32.const 7)))
  (core instance $i (instantiate $m))
  (alias core export $i "f" (core func $f))
  (core type (module (type (func)) (import "a" "b" (func (type 0))) (export "m" (memory 1))))
  (type $r (resource (rep i32)))
  (type (variant (case "a" (tuple u8 (list string))) (case "b")))
  (import "a:b/c@1.0.0" (instance (export "r" (type (sub resource))) (export "f" (func (param "x" u8)))))
  (func $l (result u32) (canon lift (core func $f)))
  (component $c (import "x" (func $x)) (export "y" (func $x)))
  (core func (canon waitable-set.new)) (core func (canon context.get i32 0)) (export "l" (func $l))`)
const seeds = [own, componentBytes(), nestedTypes(3), nestedComponents(3)].concat(
  (await conformanceComponents()).flatMap(({ bytes }) =>
    bytes !== undefined && bytes.length <= largestSeedBytes ? [bytes] : [],
  ),
)

/** Whether bytes are decoded; if so, they are encoded as well. Anything that is thrown but a BinaryError fails the test. */
function decodes(bytes: Uint8Array): boolean {
  try {
    const component = decodeComponent(bytes)
    visit(component)
    comesBack(component)
    return true
  } catch (error) {
    if (error instanceof BinaryError) return false
    throw error
  }
}

function comesBack(component: ComponentBinary): void {
  expect(content(decodeComponent(encodeComponent(component)))).toEqual(content(component))
}

function visit(component: ComponentBinary): void {
  readComponentNames(component)
  for (const definition of component.definitions) {
    if (definition.kind === 'component') visit(definition.component)
    if (definition.kind === 'core-module') readModuleInterface(definition.bytes, definition.offset)
  }
}

it('seeds are whole', () => {
  for (const bytes of seeds) expect(decodes(bytes)).toBe(true)
})

it(
  `mutated components are decoded, and come back when they are encoded, or are refused with a BinaryError (${cases} cases)`,
  () => {
    let decoded = 0
    fc.assert(
      fc.property(mutatedBytes(seeds), (bytes) => {
        if (decodes(bytes)) decoded++
      }),
      { numRuns: cases, seed, endOnFailure: true },
    )
    // Enough mutants get past the decoder, so that not all of them fail at the first bytes.
    expect(decoded).toBeGreaterThan(cases / 100)
  },
  30_000 + cases * 20,
)

it('every prefix of a component is refused, or ends where a section does', () => {
  const { definitions, customSections } = decodeComponent(own)
  let whole = 0
  for (let length = 0; length < own.length; length++) if (decodes(own.subarray(0, length))) whole++
  // At most one for the header and one for each section, of which none is empty here.
  expect(whole).toBeGreaterThan(0)
  expect(whole).toBeLessThanOrEqual(definitions.length + customSections.length)
})

it('random bytes are refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (random, withHeader) => {
      decodes(withHeader ? Uint8Array.from([...componentHeader, ...random]) : random)
    }),
    { numRuns: 1000, seed },
  )
})

it('counts that no bytes stand behind cost no memory', () => {
  const huge = [0xff, 0xff, 0xff, 0xff, 0x0f]
  for (let id = 1; id <= 12; id++) {
    expect(decodes(componentBytes([id, huge.length, ...huge]))).toBe(false)
  }
})
