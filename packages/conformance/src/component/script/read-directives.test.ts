import { describe, expect, test } from 'vitest'
import type { Directive } from './directive.js'
import { readDirectives } from './read-directives.js'

function only(text: string): Directive {
  const [directive, more] = readDirectives(text)
  expect(more).toBeUndefined()
  if (directive === undefined) throw new TypeError('no directive')
  return directive
}

function messages(text: string): string[] {
  return readDirectives(text).map((each) => (each.kind === 'unreadable' ? each.message : each.kind))
}

describe('components', () => {
  test('are instantiated, unless they are definitions', () => {
    expect(only('(component $a (core module))')).toMatchObject({
      kind: 'component',
      instantiated: true,
      definition: { name: '$a', source: { kind: 'text', text: '(component $a (core module))' } },
    })
    expect(only('(component definition $d\n (core module))')).toMatchObject({
      kind: 'component',
      instantiated: false,
      definition: { name: '$d', source: { text: '(component $d\n (core module))' } },
    })
  })

  test('are instances of definitions', () => {
    expect(only('(component instance $i $d)')).toMatchObject({ kind: 'instance', name: '$i', of: '$d' })
  })

  test('are written in quotes, or as bytes', () => {
    expect(only('(component quote "(import" "\\"a\\" (func))")')).toMatchObject({
      definition: { source: { kind: 'text', text: '(component (import "a" (func))\n)' } },
    })
    expect(only('(component definition $b binary "\\00as" "m")')).toMatchObject({
      instantiated: false,
      definition: { name: '$b', source: { kind: 'binary', bytes: Uint8Array.of(0, 97, 115, 109) } },
    })
  })
})

describe('assertions', () => {
  test('are about calls', () => {
    expect(only('(assert_return (invoke $i "f" (u8.const 1)) (str.const "a"))')).toMatchObject({
      kind: 'assert_return',
      invocation: { instance: '$i', function: 'f', arguments: [{ kind: 'u8', value: 1n }] },
      expected: [{ kind: 'str', value: 'a' }],
      expectedText: '(str.const "a")',
    })
    expect(only('(assert_trap (invoke "f") "unreachable")')).toMatchObject({
      kind: 'assert_trap',
      subject: { kind: 'invoke', invocation: { instance: undefined, function: 'f' } },
      message: 'unreachable',
    })
  })

  test('are about components', () => {
    expect(only('(assert_trap (component $c) "unreachable")')).toMatchObject({
      subject: { kind: 'component', definition: { name: '$c' } },
    })
    for (const kind of ['assert_invalid', 'assert_malformed', 'assert_unlinkable'])
      expect(only(`(${kind} (component) "reason")`)).toMatchObject({ kind, message: 'reason' })
  })

  test('that are not about components are skipped with a reason', () => {
    for (const text of [
      '(assert_invalid (module) "x")',
      '(assert_return (get "g") (i32.const 1))',
      '(thread $t (invoke "f"))',
    ]) {
      expect(only(text)).toMatchObject({ kind: 'skipped', reason: expect.stringMatching(/^(is|gets) /) })
    }
  })
})

describe('what cannot be read', () => {
  test('has a line and a column, and the rest is read', () => {
    expect(
      messages(`(component)
(assert_return (invoke "f" (u8.const 256)))
(assert_nothing)
  (assert_trap (invoke "f"))
(invoke "f"`),
    ).toEqual([
      'component',
      '"256" is no u8 (line 2, column 28)',
      'unknown directive "assert_nothing" (line 3, column 1)',
      'expected a message in quotes (line 4, column 3)',
      'a bracket is not closed (line 5, column 1)',
    ])
  })

  test('ends at the next line that begins with a bracket', () => {
    expect(messages('(component\n(invoke "f"))\n)\n(invoke "g")\n(; no end\n(invoke "h")')).toEqual([
      'component',
      'a bracket is closed that was not opened (line 3, column 1)',
      'invoke',
      'a comment is not closed (line 5, column 1)',
      'invoke',
    ])
  })

  test('stands where the script has it', () => {
    expect(readDirectives('\n\n(component)\n\n(nothing)').map(({ line }) => line)).toEqual([3, 5])
  })
})
