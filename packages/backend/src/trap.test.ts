import type { TrapCause } from '@weft/core'
import { expect, test } from 'vitest'
import { trapsKernel } from './generated/contract-kernels.js'
import { trapCauseOf, trapErrorOf, trapPlaceOf } from './trap.js'

/** What the engines say, from their sources: V8, SpiderMonkey, JavaScriptCore. */
const wordings: readonly (readonly [TrapCause, readonly string[]])[] = [
  ['unreachable', ['unreachable', 'unreachable executed', 'Unreachable code should not be executed']],
  [
    'out of bounds memory access',
    [
      'memory access out of bounds',
      'index out of bounds',
      'Out of bounds memory access',
      'data segment out of bounds',
    ],
  ],
  [
    'integer divide by zero',
    ['divide by zero', 'remainder by zero', 'integer divide by zero', 'Division by zero'],
  ],
  ['integer overflow', ['divide result unrepresentable', 'integer overflow', 'Integer overflow']],
  [
    'invalid conversion to integer',
    [
      'float unrepresentable in integer range',
      'invalid conversion to integer',
      'Out of bounds Trunc operation',
    ],
  ],
  [
    'undefined element',
    ['table index is out of bounds', 'table index out of bounds', 'Out of bounds call_indirect'],
  ],
  ['uninitialized element', ['indirect call to null', 'call_indirect to a null table entry']],
  [
    'indirect call type mismatch',
    [
      'function signature mismatch',
      'null function or function signature mismatch',
      'indirect call signature mismatch',
      'call_indirect to a signature that does not match',
    ],
  ],
  ['call stack exhausted', ['Maximum call stack size exceeded', 'too much recursion']],
  ['unaligned atomic', ['operation does not support unaligned accesses', 'unaligned memory access']],
  ['out of bounds table access', ['Out of bounds table access', 'element segment out of bounds']],
  ['null reference', ['dereferencing a null pointer', 'call_ref to a null reference']],
  ['unknown', ['something else', '']],
]

for (const [cause, messages] of wordings) {
  test(`reads "${cause}" in every engine's words`, () => {
    for (const message of messages) expect(trapCauseOf(new WebAssembly.RuntimeError(message))).toBe(cause)
  })
}

test('knows an exception that no kernel function caught', () => {
  const tag = new WebAssembly.Tag({ parameters: [] })
  expect(trapCauseOf(new WebAssembly.Exception(tag, []))).toBe('uncaught exception')
})

function errorWithStack(stack: string): WebAssembly.RuntimeError {
  return Object.assign(new WebAssembly.RuntimeError('unreachable'), { stack })
}

const { functions } = trapsKernel
const described = functions[2]!

test.each([
  [
    'V8',
    `RuntimeError: x\n    at trap (wasm://wasm/0599de06:wasm-function[2]:0x${(described.offset + 5).toString(16)})`,
  ],
  [
    'SpiderMonkey',
    `trap@http://a/b.wasm:wasm-function[2]:0x${(described.offset + 5).toString(16)}\nrun@http://a/b.js:1:2`,
  ],
])('maps a frame of %s back to the source', (_, stack) => {
  expect(trapPlaceOf(errorWithStack(stack), functions)).toEqual({
    functionIndex: described.sourceIndex,
    functionName: described.name,
    offset: described.sourceOffset + 5,
  })
})

test('gives no offset where the engine gives none, and no place without a frame that is described', () => {
  const place = trapPlaceOf(errorWithStack('<?>.wasm-function[2]@[wasm code]'), functions)
  expect(place).toEqual({ functionIndex: described.sourceIndex, functionName: described.name })
  expect(trapPlaceOf(errorWithStack('at wasm-function[999]:0x1'), functions)).toEqual({})
  expect(trapPlaceOf(errorWithStack('at run (file.js:1:2)'), functions)).toEqual({})
  expect(trapPlaceOf('no error', functions)).toEqual({})
})

test('makes a trap error with the place and the cause', () => {
  const cause = errorWithStack(`at wasm-function[2]:0x${described.offset.toString(16)}`)
  const error = trapErrorOf(cause, 41, functions)
  expect(error).toMatchObject({ code: 'kernel-trap', iteration: 41, trap: 'unreachable', cause })
  expect(error.message).toContain(`iteration 41: unreachable in function $${described.name}`)
})
