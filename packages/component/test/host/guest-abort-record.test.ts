import { describe, expect, test } from 'vitest'
import { rule, trapOf, utf16, words } from './aborting.js'

describe('a record', () => {
  const message = utf16('message')
  const recorded = (fields: string, code = 'unreachable') =>
    trapOf(`(component
      (core module $M (func $f (export "f") ${code}) ${fields})
      (core instance $m (instantiate $M))
      (func (export "f") (canon lift (core func $m "f"))))`)
  const placed = (record: string, texts = '') => `(memory (export "memory") 3)
    (global (export "weft:abort") (mut i32) (i32.const 16)) (data (i32.const 16) "${record}")
    (data (i32.const 64) "${message}") ${texts}`

  test.each([
    ['of zeros', placed(words(0, 7, 0, 0, 0, 3))],
    ['in no memory', '(global (export "weft:abort") i32 (i32.const 16))'],
    ['in something else', '(func (export "memory")) (global (export "weft:abort") i32 (i32.const 16))'],
    [
      'outside of the memory',
      '(memory (export "memory") 1) (global (export "weft:abort") i32 (i32.const -1))',
    ],
    ['half outside', '(memory (export "memory") 1) (global (export "weft:abort") i32 (i32.const 65524))'],
    ...[
      '(global (export "weft:abort") i64 (i64.const 16))',
      '(global (export "weft:abort") f64 (f64.const 16.5))',
      '(global (export "weft:abort") funcref (ref.null func))',
      '(global (export "weft:abort") externref (ref.null extern))',
      '(global (export "weft:abort") v128 (v128.const i32x4 0 0 0 0))',
      '(func (export "weft:abort"))',
      '(export "weft:abort" (memory 0))',
    ].map((other) => [
      `at ${other}`,
      `(memory (export "memory") 1) ${other} (data (i32.const 0) "${words(64, 7, 0, 0, 1, 1, 64, 7, 0, 0)}")`,
    ]),
  ])('%s is none', async (_what, fields) => {
    expect(await recorded(fields!)).toMatchObject({
      abort: undefined,
      message: `${rule} (called through export "f" of root)`,
    })
  })

  test('is left alone by other ends than core traps', async () => {
    const fields = placed(words(64, 7, 0, 0, 1, 1))
    expect(await recorded(fields, 'call $f')).toMatchObject({
      rule: 'call stack exhausted',
      abort: undefined,
    })
  })

  test.each([
    ['no message', words(0, 0, 64, 7, 3, 4), '', 'guest aborted, at message:3:4'],
    ['no file', words(64, 7, 0, 0, 0, 0), 'message', 'guest aborted: message ('],
    [
      'a message outside of the memory',
      words(0xfffffff0, 7, 64, 7, 3, 4),
      '',
      'guest aborted, at message:3:4',
    ],
    ['a message that ends outside', words(3 * 65536 - 2, 9, 0, 0, 3, 4), '\0', 'guest aborted: \0 ('],
    ['a message at an odd address', words(65, 1, 0, 0, 3, 4), '\u6500', 'guest aborted: \u6500 ('],
  ])('with %s is shown as far as it can be', async (_what, record, text, shown) => {
    const error = await recorded(placed(record))
    expect(error.abort?.message).toBe(text)
    expect(error.message).toContain(`${rule}: ${shown}`)
  })

  test('in shared memory that has grown is read', async () => {
    const code = '(drop (memory.grow (i32.const 1))) (i32.store (i32.const 16) (i32.const 64)) unreachable'
    const fields = placed(words(0, 7, 64, 7, 3, 4)).replace('3)', '3 4 shared)')
    expect((await recorded(fields, code)).abort).toMatchObject({ message: 'message', file: 'message' })
  })

  test('with half a surrogate pair shows that it is one', async () => {
    const fields = placed(words(128, 3, 0, 0, 3, 4), `(data (i32.const 128) "${utf16('a\ud800b')}")`)
    expect((await recorded(fields)).abort?.message).toBe('a\ufffdb')
  })

  test('with a long text shows the first 65,536 units', async () => {
    const { abort } = await recorded(placed(words(4096, 0x10001, 4096, 0x10000, 3, 4)))
    expect(abort?.message).toBe(`${'\0'.repeat(0x10000)}…`)
    expect(abort?.file).toBe('\0'.repeat(0x10000))
  })
})
