import { describe, expect, it } from 'vitest'
import { decodeModule, encodeNames, type Module, readNames } from '../src/index.js'
import { assemble } from './assemble.js'

const text = `(module $guest (import "env" "log" (func)) (import "env" "base" (global i32))
  (global $sp (mut i32) (i32.const 16)) (global (export "limit") i32 (i32.const 1))
  (func $kernel (param $iteration i32) (local $sum f64)) (func (export "run")))`

function withNames(module: Module, bytes: Uint8Array): Module {
  return { ...module, customs: [{ name: 'name', bytes, after: 11 }] }
}

describe('readNames', () => {
  it('reads the name section, then exports, then imports', () => {
    const names = readNames(decodeModule(assemble(text, { names: true })))
    expect([...names.functions].sort()).toEqual([
      [0, 'env.log'],
      [1, 'kernel'],
      [2, 'run'],
    ])
    expect([...names.globals].sort()).toEqual([
      [0, 'env.base'],
      [1, 'sp'],
      [2, 'limit'],
    ])
    expect(names.locals.get(1)).toEqual(
      new Map([
        [0, 'iteration'],
        [1, 'sum'],
      ]),
    )
  })

  it('reads back what encodeNames wrote', () => {
    const names = {
      module: 'guest',
      functions: new Map([
        [7, 'b'],
        [3, 'ä'],
      ]),
      globals: new Map([[0, 'g']]),
      locals: new Map([[3, new Map([[1, 'x']])]]),
    }
    const module = { ...decodeModule(assemble('(module)')), customs: [encodeNames(names)] }
    expect(readNames(module)).toEqual(names)
  })

  it('ignores what is malformed and keeps the rest', () => {
    const module = decodeModule(assemble(text))
    const functions = [1, 4, 1, 1, 1, 0x66]
    const brokenGlobals = [7, 3, 1, 2, 9]
    expect(
      readNames(withNames(module, Uint8Array.from([...functions, ...brokenGlobals]))).functions.get(1),
    ).toBe('f')
    for (const broken of [[1], [1, 200, 0], [1, 5, 0xff, 0xff, 0xff, 0xff, 0x0f], [0, 2, 1, 0xff], [9, 0]]) {
      const names = readNames(withNames(module, Uint8Array.from(broken)))
      expect(names.functions.get(2)).toBe('run')
      expect(names.module).toBeUndefined()
    }
  })
})
