import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeModule, evaluateConstant } from '../src/index.js'
import { assemble } from './assemble.js'

function initialiser(text: string): Uint8Array {
  return decodeModule(assemble(`(module (import "" "g" (global i32)) (global ${text}))`)).globals[0]!.init
}

describe('evaluateConstant', () => {
  it('reads every kind of number', () => {
    const numbers = { integer: fc.integer(), long: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) }
    fc.assert(
      fc.property(
        numbers.integer,
        numbers.long,
        fc.float({ noNaN: true }),
        fc.double({ noNaN: true }),
        (i32, i64, f32, f64) => {
          const spell = (value: number) =>
            Number.isFinite(value) ? spellFloat(value) : value > 0 ? 'inf' : '-inf'
          expect(evaluateConstant(initialiser(`i32 (i32.const ${i32})`))).toEqual({ type: 'i32', value: i32 })
          expect(evaluateConstant(initialiser(`i64 (i64.const ${i64})`))).toEqual({ type: 'i64', value: i64 })
          expect(evaluateConstant(initialiser(`f32 (f32.const ${spell(f32)})`))).toEqual({
            type: 'f32',
            value: f32,
          })
          expect(evaluateConstant(initialiser(`f64 (f64.const ${spell(f64)})`))).toEqual({
            type: 'f64',
            value: f64,
          })
        },
      ),
      { numRuns: 50 },
    )
  })

  it('wraps extended arithmetic as the engine does', () => {
    const operation = fc.constantFrom('add', 'sub', 'mul')
    fc.assert(
      fc.property(operation, operation, fc.integer(), fc.integer(), fc.integer(), (outer, inner, a, b, c) => {
        for (const type of ['i32', 'i64'] as const) {
          const text = `(${type}.${outer} (${type}.const ${a}) (${type}.${inner} (${type}.const ${b}) (${type}.const ${c})))`
          const bytes = assemble(`(module (global (export "g") ${type} ${text}))`)
          const exports = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as {
            g: WebAssembly.Global
          }
          const value = evaluateConstant(decodeModule(bytes).globals[0]!.init)
          expect(value).toEqual({ type, value: exports.g.value })
        }
      }),
      { numRuns: 50 },
    )
  })

  it('is undefined for what is not a plain number', () => {
    expect(evaluateConstant(initialiser('i32 (global.get 0)'))).toBeUndefined()
    expect(evaluateConstant(initialiser('i32 (i32.add (global.get 0) (i32.const 1))'))).toBeUndefined()
    expect(evaluateConstant(initialiser('v128 (v128.const i32x4 0 0 0 0)'))).toBeUndefined()
    expect(evaluateConstant(initialiser('funcref (ref.null func)'))).toBeUndefined()
  })

  it('asks for globals', () => {
    const init = initialiser('i32 (i32.add (global.get 0) (i32.const 1))')
    expect(evaluateConstant(init, (index) => ({ type: 'i32', value: index + 41 }))).toEqual({
      type: 'i32',
      value: 42,
    })
  })
})

/** Decimal digits that read back as the same number; `-0` keeps its sign. */
function spellFloat(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}
