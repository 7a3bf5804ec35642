import { LinkError } from '@weft/core'
import { describe, expect, it } from 'vitest'
import { Store } from '../../src/index.js'
import { bytesOf, compileText } from '../support/parse.js'

/** Gives a module of one type where a component imports one of another. */
async function give(body: string, type: string): Promise<unknown> {
  const store = new Store()
  const text = `(component (core module $m ${body}) (export "m" (core module $m)))`
  const { exports } = await (await compileText(text)).instantiate({}, { store })
  const component = await compileText(`(component ${outside} (import "m" (core module ${type})))`)
  return component.instantiate({ m: exports.m }, { store }).catch((reason: unknown) => reason)
}

/** Types that module types refer to. */
const outside = `(core type $f (func (param i32) (result i64)))
  (core rec (type $left (sub (func (param (ref null $right))))) (type $right (sub (func (param (ref null $left))))))`

const nested = '(alias outer 1 $right (type $r))'
const recursive = `(rec (type $a (sub (func (param (ref null $b))))) (type $b (sub (func (param (ref null $a))))))`

describe('a core module that is exported', () => {
  it.each([
    ['(func (export "x") (param i32))', '(export "x" (func (param i32)))'],
    [
      '(func (export "x") (param i32) (result i64) unreachable)',
      '(alias outer 1 $f (type)) (export "x" (func (type 0)))',
    ],
    ['(table (export "x") 2 3 funcref)', '(export "x" (table 1 funcref))'],
    ['(memory (export "x") 2 3)', '(export "x" (memory 1 3))'],
    ['(memory (export "x") 1 2 shared)', '(export "x" (memory 1 2 shared))'],
    ['(global (export "x") (mut i32) (i32.const 1))', '(export "x" (global (mut i32)))'],
    ['(tag (export "x") (param i32))', '(export "x" (tag (param i32)))'],
    ['(import "a" "b" (memory 1))', '(import "a" "b" (memory 2)) (import "c" "d" (func))'],
    ['(import "a" "b" (func (param i32)))', '(import "a" "b" (func (param i32)))'],
    [`${recursive} (func (export "x") (type $b))`, `${nested} (export "x" (func (type $r)))`],
  ])('fits: %s for %s', async (body, type) => {
    expect(await give(body, type)).toHaveProperty('exports')
  })

  it.each([
    ['(func (export "x"))', '(export "x" (func (param i32)))', '(func (param i32))', '(func)'],
    [
      '(func (export "x") (result i32) unreachable)',
      '(export "x" (func (result i64)))',
      '(func (result i64))',
      '(func (result i32))',
    ],
    [
      '(table (export "x") 1 externref)',
      '(export "x" (table 1 funcref))',
      '(table 1 funcref)',
      '(table 1 externref)',
    ],
    [
      '(table (export "x") 1 funcref)',
      '(export "x" (table 2 funcref))',
      '(table 2 funcref)',
      '(table 1 funcref)',
    ],
    ['(memory (export "x") 1)', '(export "x" (memory 1 2))', '(memory 1 2)', '(memory 1)'],
    ['(memory (export "x") 1 2)', '(export "x" (memory 1 2 shared))', '(memory 1 2 shared)', '(memory 1 2)'],
    ['(memory (export "x") i64 1)', '(export "x" (memory 1))', '(memory 1)', '(memory i64 1)'],
    [
      '(global (export "x") i32 (i32.const 1))',
      '(export "x" (global (mut i32)))',
      '(global (mut i32))',
      '(global i32)',
    ],
    ['(global (export "x") i32 (i32.const 1))', '(export "x" (global i64))', '(global i64)', '(global i32)'],
    ['(tag (export "x") (param i32))', '(export "x" (tag))', '(func)', '(func (param i32))'],
  ])('does not fit: %s for %s', async (body, type, wanted, given) => {
    const error = await give(body, type)
    expect(error).toBeInstanceOf(LinkError)
    expect(error).toMatchObject({ path: 'm#x' })
    expect((error as LinkError).wanted).toMatch(/^a core \w+ `/)
    expect((error as LinkError).wanted).toContain(`\`${wanted}\``)
    expect((error as LinkError).given).toContain(`\`${given}\``)
  })

  it.each([
    [
      '(import "a" "b" (func (param i32)))',
      '(import "a" "b" (func))',
      'a core func `(func)`',
      'a core func `(func (param i32))`',
    ],
    [
      '(import "a" "b" (memory 2))',
      '(import "a" "b" (memory 1))',
      'a core memory `(memory 1)`',
      'a core memory `(memory 2)`',
    ],
    ['(import "a" "b" (func))', '', 'nothing', 'a core func `(func)`'],
    ['(import "a" "b" (func))', '(import "a" "c" (func))', 'nothing', 'a core func `(func)`'],
  ])('imports no more: %s for %s', async (body, type, wanted, given) => {
    expect(await give(body, type)).toMatchObject({ path: 'm#a.b', wanted, given })
  })

  it('exports no less', async () => {
    const missing = { path: 'm#x', wanted: 'a core global `(global i32)`', given: 'nothing' }
    expect(await give('', '(export "x" (global i32))')).toMatchObject(missing)
  })

  it('has recursive types that are the same as a whole', async () => {
    const other = '(rec (type $a (sub (func (param (ref null $b))))) (type $b (sub (func))))'
    const error = await give(
      `${other} (func (export "x") (type $b))`,
      `${nested} (export "x" (func (type $r)))`,
    )
    expect(error).toMatchObject({ path: 'm#x' })
  })
})

it('knows names and kinds of modules that JavaScript gives', async () => {
  const component = await compileText(
    '(component (import "m" (core module (import "a" "b" (func)) (export "x" (global i32)))))',
  )
  const given = async (body: string) => {
    const m = new WebAssembly.Module(await bytesOf(`(module ${body})`))
    return component.instantiate({ m }).catch((reason: unknown) => reason)
  }
  expect(await given('(global (export "x") i32 (i32.const 1))')).toHaveProperty('exports')
  expect(await given('(func (export "x"))')).toMatchObject({ path: 'm#x', given: 'a core func' })
  expect(await given('(import "a" "c" (func)) (global (export "x") i32 (i32.const 1))')).toMatchObject({
    path: 'm#a.c',
    wanted: 'nothing',
    given: 'a core func',
  })
})
