import { $init, generate } from '@bytecodealliance/jco-transpile/component'
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools'
import { decodeComponent } from '@weft/wasm-binary'
import { describe, expect, it } from 'vitest'
import { validateComponent } from '../../src/validate.js'
import { libc, seeds } from './seeds.js'

async function refusal(text: string): Promise<string | undefined> {
  const bytes = await parse(text)
  try {
    validateComponent(decodeComponent(bytes))
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

const withoutPlace = (message: string) =>
  message.replace(/ ?\(at offset [^)]*\)$/, '').replace(/\n\s*/g, ': ')

/** What wasm-tools, which is part of jco, says of a component that it refuses. */
async function wasmToolsRefusal(text: string): Promise<string> {
  const bytes = await parse(text)
  await $init
  try {
    generate(bytes, { name: 'component', noTypescript: true, instantiation: { tag: 'async' } })
  } catch (error) {
    return String((error as { payload?: string }).payload).replace(/^[\s\S]*?Caused by:\s*/, '')
  }
  throw new RangeError('wasm-tools takes the component')
}

const record = '(type $r (record (field "x" u8)))'

describe('what wasm-tools refuses is refused in the same words', () => {
  it.each([
    `(component ${libc} (func (param "x" string) (canon lift (core func $two) (memory $mem) (realloc $realloc) (callback $callback))))`,
    `(component ${libc} (func async (canon lift (core func $one) async (callback $one))))`,
    `(component ${libc} (func async (canon lift (core func $one) async (callback $callback) (post-return $none))))`,
    `(component ${libc} (func async (result string) (canon lift (core func $one) async (callback $callback))))`,
    `(component ${libc} (func async (param "s" string) (canon lift (core func $none) async (memory $mem))))`,
    `(component ${libc} (import "f" (func $f async (result u32))) (core func (canon lower (func $f) async)))`,
    `(component ${libc} (import "f" (func $f async)) (core func (canon lower (func $f) async (callback $callback) (memory $mem))))`,
    `(component ${libc} (core func (canon task.return (result string))))`,
    `(component ${libc} (core func (canon task.return (result string) (memory $mem) (realloc $realloc))))`,
    `(component ${libc} (core func (canon task.return async)))`,
    `(component ${libc} (type $s (stream u8)) (core func (canon stream.read $s async)))`,
    `(component ${libc} (type $s (stream string)) (core func (canon stream.read $s async (memory $mem))))`,
    `(component ${libc} (type $s (future string)) (core func (canon stream.new $s)))`,
    `(component ${libc} (core func (canon error-context.debug-message (memory $mem))))`,
    `(component ${libc} (core func (canon error-context.new (memory $mem) async)))`,
    `(component ${libc} (core func (canon waitable-set.wait (memory 4))))`,
    `(component ${libc} (core func (canon context.get f32 0)))`,
    `(component ${libc} (core func (canon context.get i32 2)))`,
    `(component (type (list u64 40000000)))`,
    `(component (type (list u8 0)))`,
    `(component (import "a:b" (func)))`,
    `(component (import "a:b/c d" (func)))`,
    `(component (import "[foo]a" (func)))`,
    `(component ${record} (import "f" (func (param "a" $r))))`,
    `(component ${record} (import "r" (type $named (eq $r))) (import "f" (func (param "a" $r))))`,
    `(component ${record} (import "i" (instance (export "f" (func (param "a" $r))))))`,
    `(component ${record} (export "r" (type $r)) (type $b (list $r)) (export "b" (type $b)))`,
    `(component (type $r (resource (rep i32))) (export $n "r" (type $r)) (import "f" (func (result (own $n)))))`,
    `(component (component $c (import "f" (func (param "x" u8)))) (import "g" (func $g (param "y" u8))) (instance (instantiate $c (with "f" (func $g)))))`,
    `(component (component $c (import "f" (func (param "x" u8)))) (import "g" (func $g (param "x" u16))) (instance (instantiate $c (with "f" (func $g)))))`,
    `(component (component $c (import "f" (func))) (import "g" (func $g)) (instance (instantiate $c (with "f" (func $g)) (with "f" (func $g)))))`,
    `(component (core module $m (import "a" "b" (memory 2))) ${libc} (core instance (instantiate $m (with "a" (instance (export "b" (memory $mem)))))))`,
    `(component ${libc} (core instance (export "c" (func $none)) (export "c" (func $none))))`,
    `(component (type (instance (export "r" (type $r (sub resource))) (export "[constructor]r" (func async (result (own $r)))))))`,
    `(component (import "i" (instance $i (export "a" (func)))) (export "i" (instance $i) (instance (export "a" (func)) (export "b" (func)))))`,
    `(component (import "i" (instance $i)) (alias export $i "a" (instance)))`,
  ])('%s', async (text) => {
    expect(withoutPlace((await refusal(text)) ?? '')).toBe(withoutPlace(await wasmToolsRefusal(text)))
  })
})

describe('rules of the specification that wasm-tools does not have', () => {
  it.each([
    [
      'names that differ in case only',
      '(component (import "a:b/c" (func)) (import "a:b/C" (func)))',
      'conflicts with',
    ],
    ['keys of maps', '(component (type (map f32 u8)))', 'invalid map key type'],
    [
      'borrows in streams',
      '(component (type $r (resource (rep i32))) (type (stream (borrow $r))))',
      '`borrow`',
    ],
    [
      'borrows in futures',
      '(component (type $r (resource (rep i32))) (type (future (list (borrow $r)))))',
      '`borrow`',
    ],
    [
      'values of one size',
      `(component ${libc} (core func (canon context.get i32 0)) (core func (canon context.get i64 0)))`,
      'must match previous context type',
    ],
    ['value imports that nothing uses', '(component (import "v" (value u8)))', 'value index 0 was not used'],
  ])('%s', async (_, text, message) => {
    expect(await refusal(text)).toContain(message)
  })
})

describe('what is valid', () => {
  it.each(seeds)('%s', async (text) => {
    expect(await refusal(text)).toBeUndefined()
  })

  it('is an export whose type hides which resource it is', async () => {
    const component = (ascription: string) => `(component
      (component $C (type $r (resource (rep i32))) (export "a" (type $r)) (export "b" (type $r) ${ascription}))
      (instance $c (instantiate $C))
      (component $same (import "a" (type $a (sub resource))) (import "b" (type (eq $a))))
      (instance (instantiate $same (with "a" (type $c "a")) (with "b" (type $c "b")))))`
    expect(await refusal(component(''))).toBeUndefined()
    expect(await refusal(component('(type (sub resource))'))).toContain('resource types are not the same')
  })

  it('is a version of an interface by what compatible versions have in common', async () => {
    const component = (version: string) => `(component (import "a:b/c@${version}" (instance)))`
    for (const version of ['1', '0.2', '0.0.3', '1.2.3-rc.1+build'])
      expect(await refusal(component(version))).toBeUndefined()
    for (const version of ['0.1.2.3', '01', '1.2', ''])
      expect(await refusal(component(version))).toContain('version')
  })
})

describe('what a component imports and exports', () => {
  it('is told by name, in order', async () => {
    const bytes = await parse(`(component
      (import "z" (func $z (param "x" u8) (result string)))
      (import "a" (instance (export "r" (type (sub resource)))))
      (export "out" (func $z)))`)
    const { imports, exports } = validateComponent(decodeComponent(bytes))
    expect([...imports].map(([name, { sort }]) => [name, sort])).toEqual([
      ['z', 'func'],
      ['a', 'instance'],
    ])
    expect(exports.get('out')).toMatchObject({
      sort: 'func',
      type: { parameters: [{ label: 'x', type: 'u8' }], result: 'string', async: false },
    })
  })
})
