import { describe, expect, test } from 'vitest'
import { ComponentParser } from './component-parser.js'

const parser = await ComponentParser.load()

async function bytesOf(text: string): Promise<Uint8Array> {
  const assembled = await parser.assemble(text)
  if ('refusal' in assembled) throw new TypeError(assembled.refusal)
  return assembled.bytes
}

describe('the option cancellable', () => {
  const memory = '(core module (memory (export "m") 1)) (core instance $i (instantiate 0))'

  test('sets its bit, and no other', async () => {
    const text = (option: string) => `(component ${memory}
      (canon thread.yield (core func)) (component (canon thread.suspend ${option} (core func)))
      (canon waitable-set.wait ${option} (memory (core memory $i "m")) (core func))
      (canon waitable-set.poll (memory (core memory $i "m")) (core func))
      (canon thread.yield-then-resume ${option} (core func)) (canon thread.yield-then-promote ${option} (core func)))`
    const plain = await bytesOf(text(''))
    const bytes = await bytesOf(text('cancellable'))
    const changed = [...bytes.keys()].filter((offset) => bytes[offset] !== plain[offset])
    expect(changed.map((offset) => [plain[offset - 1], plain[offset], bytes[offset]])).toEqual(
      [0x29, 0x20, 0x2b, 0x2d].map((opcode) => [opcode, 0, 1]),
    )
  })

  test('is refused where no built-in has it', async () => {
    expect(await parser.assemble('(component (canon task.cancel cancellable (core func)))')).toHaveProperty(
      'refusal',
    )
  })
})

describe('what the parser says', () => {
  test.each([
    ['(component (import "a" (fun)))', /^unexpected token, expected one of: `core`, `func`/, 1, 25],
    ['(component\n  (import "\\q" (func)))', /^invalid string escape$/, 2, 13],
    ['(component (canon lower (func $no) (core func)))', /failed to find name `\$no`/, 1, 31],
  ])('%s', async (text, refusal, line, column) => {
    expect(await parser.assemble(text)).toEqual({ refusal: expect.stringMatching(refusal), line, column })
  })
})
