import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { documentArbitrary } from '../../test/document-arbitrary.js'
import { printWitx } from '../../test/print-witx.js'
import type { WitxDocument } from './document.js'
import { parseWitx } from './parse-witx.js'
import { WitxSyntaxError } from './syntax-error.js'

const typeOf = (text: string, name = 'x') => parseWitx(text).types.get(name)?.type

/** Types by name and modules, without positions: what a printed document must give back. */
function content({ types, modules }: WitxDocument): unknown {
  const text = JSON.stringify({ types: [...types.values()], modules }, (key, value) =>
    key === 'position' ? undefined : value,
  )
  return JSON.parse(text)
}

describe('parseWitx', () => {
  it('gives back every printed document', () => {
    fc.assert(
      fc.property(documentArbitrary, (document) => {
        expect(content(parseWitx(printWitx(document)))).toEqual(content(document))
      }),
    )
  })

  it('throws nothing but WitxSyntaxError with a place inside the text, whatever the text', () => {
    const pieces =
      '( ) (; ;) ;; ;;; \n typename module use from * @witx tag enum u8 u32 list $a $b "s" " record field param'
    const text = fc.array(fc.constantFrom(...pieces.split(' '), '😀', '(typename $a u8)', '(module $m'), {
      maxLength: 30,
    })
    fc.assert(
      fc.property(text, (parts) => {
        const source = parts.join(' ')
        try {
          parseWitx(source)
        } catch (error) {
          if (!(error instanceof WitxSyntaxError)) throw error
          const line = source.split('\n')[error.line - 1]
          expect(line?.slice(error.column - 1).startsWith(error.token)).toBe(true)
        }
      }),
    )
  })

  it('keeps the doc comments of types, cases, modules, functions and parameters', () => {
    const { types, modules } = parseWitx(`
      ;;; A type.
      (typename $x (enum
        ;;; A case.
        $a $b))
      ;;; A module.
      (module $m
        ;;; A function.
        (@interface func (export "f")
          ;;; A parameter.
          (param $p $x)))`)
    expect(types.get('x')).toMatchObject({
      docs: 'A type.',
      type: { cases: [{ docs: 'A case.' }, { docs: '' }] },
    })
    expect(modules[0]).toMatchObject({
      docs: 'A module.',
      functions: [{ docs: 'A function.', params: [{ docs: 'A parameter.' }] }],
    })
  })

  it('names the cases of a union by its tag, and orders those of a variant by it', () => {
    const tag = '(typename $t (enum (@witx tag u8) $a $b))'
    const cases = [{ name: 'a' }, { name: 'b' }]
    expect(typeOf(`${tag} (typename $x (union (@witx tag $t) u8 f64))`)).toMatchObject({
      kind: 'variant',
      tag: 'u8',
      cases,
    })
    expect(typeOf(`${tag} (typename $x (variant (@witx tag $t) (case $b f64) (case $a)))`)).toMatchObject({
      tag: 'u8',
      cases,
    })
    expect(typeOf('(typename $x (union (@witx usize) u8))')).toMatchObject({
      tag: 'u32',
      cases: [{ name: '0' }, { name: '1' }],
    })
  })

  it('takes the smallest integer for flags, and u32 for the tag of an enum', () => {
    const names = Array.from({ length: 9 }, (_, index) => `$f${index}`).join(' ')
    expect(typeOf('(typename $x (flags $a $b))')).toMatchObject({ representation: 'u8' })
    expect(typeOf(`(typename $x (flags ${names}))`)).toMatchObject({ representation: 'u16' })
    expect(typeOf('(typename $x (enum $a))')).toMatchObject({ tag: 'u32' })
  })

  it('takes types from other documents', () => {
    const load = (name: string) =>
      parseWitx(name === 'base' ? '(typename $size u32) (typename $sizes (list $size))' : '')
    const text = '(use ($sizes as $many) from $base) (typename $x (list $many))'
    expect([...parseWitx(text, { load }).types.keys()]).toEqual(['size', 'sizes', 'many', 'x'])
    expect([...parseWitx('(use * from $base)', { load }).types.keys()]).toEqual(['size', 'sizes'])
  })

  const load = () => parseWitx('(typename $size u32)')
  it.each([
    ['(typename $x u7)', 'unknown or unsupported type', 'u7', 1, 14],
    ['(typename $x bool)', 'unknown or unsupported type', 'bool', 1, 14],
    ['(typename $x\n  (option u8))', 'unknown or unsupported type constructor', 'option', 2, 4],
    ['(typename $x $y)', 'defined before it is used', '$y', 1, 14],
    ['(typename $x (list $x))', 'defined before it is used', '$x', 1, 20],
    ['(typename $x u8)\n(typename $x u8)', 'defined twice', '$x', 2, 11],
    ['(typename $x (enum $a $b\n $a))', 'there twice', '$a', 2, 2],
    ['(typename $x (record (field $a u8) (field $a u8)))', 'there twice', '(', 1, 36],
    ['(typename $x (enum (@witx tag s8) $a))', 'expected u8, u16, u32 or u64', 's8', 1, 31],
    ['(typename $x (flags (@witx repr u8) $a $b $c $d $e $f $g $h $i))', '9 flags do not fit u8', ')', 1, 63],
    ['(typename $x (variant))', 'needs a case', ')', 1, 22],
    ['(typename $t (enum $a)) (typename $x (union (@witx tag $t) u8 u8))', 'those of the tag: a', '(', 1, 45],
    ['(typename $x (@witx thing))', 'expected pointer, const_pointer, usize or char8', 'thing', 1, 21],
    ['(typename $x (expected u8))', 'expected error', ')', 1, 26],
    ['(typename x u8)', 'the "$name" of a type', 'x', 1, 11],
    ['(typename $x u8 u8)', '")" to end the form', 'u8', 1, 17],
    ['(typename $x u8', '")" to end the form', '', 1, 16],
    ['u8', 'expected form', 'u8', 1, 1],
    ['(resource $r)', 'expected typename, use or module', 'resource', 1, 2],
    ['(module $m (func))', 'expected import or @interface', 'func', 1, 13],
    ['(module $m (import "t" (table)))', 'expected "memory"', 'table', 1, 25],
    ['(module $m (@interface func (export "f") (local $a u8)))', 'expected param, then result', '(', 1, 42],
    [
      '(module $m (@interface func (export "f") (result $a u8) (param $b u8)))',
      'expected param, then result',
      '(',
      1,
      57,
    ],
    ['(module $m (@interface func (export "f") (param $a u8) (param $a u8)))', 'there twice', '$a', 1, 63],
    [
      '(module $m (@interface func (export "f")) (@interface func (export "f")))',
      'function "f" is defined twice',
      '(',
      1,
      43,
    ],
    ['(module $m (@interface func (export "f") (@witx never)))', 'expected "noreturn"', 'never', 1, 49],
    ['(use $size from $base) (use $other from $base)', 'no such type', '$other', 1, 29],
    [`(typename $x ${'(list '.repeat(70)}u8`, 'nested more than 64 deep', '(', 1, 14 + 6 * 63],
  ])('refuses %j with the place', (text, message, token, line, column) => {
    const base = load()
    const problem = {
      name: 'WitxSyntaxError',
      message: expect.stringContaining(message),
      token,
      line,
      column,
    }
    expect(() => parseWitx(text, { load: () => base })).toThrow(expect.objectContaining(problem))
  })

  it('says what use needs', () => {
    expect(() => parseWitx('(use * from $base)')).toThrow(
      'use needs the "load" option, at "$base" (line 1, column 13)',
    )
    const text = '(typename $size u8) (use $size from $base)'
    expect(() => parseWitx(text, { load })).toThrow('type "size" is defined twice, at "$base"')
  })
})
