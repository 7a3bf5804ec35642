import { parse } from '@bytecodealliance/jco-transpile/wasm-tools'
import { BinaryError, ValidationError } from '@weft/core'
import { decodeComponent } from '@weft/wasm-binary'
import { array, assert, constantFrom, nat, property, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { validateComponent } from '../../src/validate.js'
import { seeds } from './seeds.js'

const change = tuple(nat(4096), nat(255))

function validates(bytes: Uint8Array): boolean {
  try {
    validateComponent(decodeComponent(bytes))
    return true
  } catch (error) {
    if (error instanceof BinaryError || error instanceof ValidationError) return false
    throw error
  }
}

describe('components with some bytes changed', async () => {
  const binaries = await Promise.all(seeds.map((text) => parse(text)))

  it('are valid or refused with an error of their own', () => {
    let valid = 0
    assert(
      property(
        constantFrom(...binaries),
        array(change, { minLength: 1, maxLength: 3 }),
        (binary, changes) => {
          const bytes = binary.slice()
          for (const [offset, value] of changes) bytes[offset % bytes.length] = value
          if (validates(bytes)) valid++
        },
      ),
      { numRuns: 3000 },
    )
    // Names may change without harm: that nothing is valid any more would be a fault of this test.
    expect(valid).toBeGreaterThan(0)
  })
})

describe('types that grow', () => {
  it('are refused before they take long: each holds the last one twice', async () => {
    const types = Array.from(
      { length: 40 },
      (_, index) => `(type $t${index + 1} (tuple $t${index} $t${index}))`,
    )
    const bytes = await parse(`(component (type $t0 (record (field "x" u8))) ${types.join('')})`)
    expect(() => validateComponent(decodeComponent(bytes))).toThrow('effective type size exceeds the limit')
  })

  it('are refused where they are nested too deep for what walks them', async () => {
    const types = Array.from({ length: 300 }, (_, index) => `(type $t${index + 1} (option $t${index}))`)
    const bytes = await parse(`(component (type $t0 u8) ${types.join('')})`)
    expect(() => validateComponent(decodeComponent(bytes))).toThrow('type nesting is too deep')
  })
})
