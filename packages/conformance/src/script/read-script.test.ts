import { expect, test } from 'vitest'
import { readScript } from './read-script.js'

const kindsOf = (text: string) => readScript(text).map(({ kind }) => kind)

test('knows every command, and says what it does not know', () => {
  const text = `
    (module $a (func (export "f"))) (module definition $d (memory 1)) (module instance $i $d)
    (module binary "\\00asm" "\\01\\00\\00\\00") (module quote "(func)" "(memory 1)")
    (register "a" $a) (invoke "f") (get $a "g")
    (assert_return (invoke "f")) (assert_trap (invoke "f") "unreachable")
    (assert_trap (module (start 0)) "unreachable") (assert_exception (invoke "f"))
    (assert_exhaustion (invoke "f") "call stack exhausted")
    (assert_invalid (module) "") (assert_malformed (module quote "x") "") (assert_unlinkable (module) "")
    (assert_invalid_custom (module) "") (assert_malformed_custom (module) "")
    (assert_suspension (invoke "f") "") (thread $t) (assert_return (invoke "f") (strange))`
  expect(kindsOf(text)).toEqual([
    ...['module', 'module', 'instance', 'module', 'module', 'register', 'action', 'action'],
    ...['assert_return', 'assert_trap', 'assert_trap', 'assert_exception', 'assert_exhaustion'],
    ...Array.from({ length: 5 }, () => 'other-assertion'),
    ...['unknown', 'unknown', 'unknown'],
  ])
  const unknown = readScript(text).flatMap((command) => (command.kind === 'unknown' ? [command] : []))
  expect(unknown.map(({ reason, assertion }) => [reason, assertion])).toEqual([
    ['unknown command "assert_suspension"', true],
    ['unknown command "thread"', false],
    ['a form of assert_return that is not known', true],
  ])
})

test('a module keeps its text, its name, and its bytes', () => {
  const [text, definition, binary, quote] = readScript(
    '(module $m (func)) (module definition $d (func)) (module $b binary "\\00" "a") (module quote "(func" ")")',
  )
  expect(text).toMatchObject({ definition: { name: '$m', source: { text: '(module $m (func))' } }, line: 1 })
  expect(definition).toMatchObject({
    instantiated: false,
    definition: { source: { text: '(module $d (func))' } },
  })
  expect(binary).toMatchObject({ definition: { name: '$b', source: { bytes: Uint8Array.of(0, 97) } } })
  expect(quote).toMatchObject({ definition: { source: { text: '(module (func)\n)' } } })
})

test('a script may be one module without its brackets', () => {
  expect(readScript('(func) ;; x\n(memory 0) ;; y')).toMatchObject([
    { kind: 'module', definition: { source: { text: '(module (func) ;; x\n(memory 0) ;; y\n)' } } },
  ])
})

test('reads arguments and results by their bits', () => {
  const [command] = readScript(`
    (assert_return
      (invoke $m "f" (i32.const -1) (f32.const nan:0x200000) (v128.const i16x8 1 2 3 4 5 6 7 -1) (ref.null func))
      (either (i64.const 1) (i64.const 2)) (f32.const nan:canonical) (v128.const f64x2 1 nan:arithmetic)
      (ref.extern 1))`)
  expect(command).toMatchObject({
    action: {
      instance: '$m',
      arguments: [
        { type: 'i32', bits: 0xffff_ffffn },
        { type: 'f32', bits: 0x7fa0_0000n },
        { type: 'v128', bits: 0xffff_0007_0006_0005_0004_0003_0002_0001n },
        { type: 'reference' },
      ],
    },
    expected: [
      [
        { type: 'i64', lanes: [{ bits: 1n }] },
        { type: 'i64', lanes: [{ bits: 2n }] },
      ],
      [{ type: 'f32', lanes: [{ kind: 'nan:canonical' }] }],
      [
        {
          type: 'v128',
          widthBits: 64,
          lanes: [{ bits: 0x3ff0_0000_0000_0000n }, { kind: 'nan:arithmetic' }],
        },
      ],
      [{ type: 'reference' }],
    ],
  })
})
