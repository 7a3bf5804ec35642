import { describe, expect, test } from 'vitest'
import { assertBytes, assertIntegerIn, assertOneOf, assertU32 } from './assert.js'
import { formatDiagnostic, KernelTrapError, UnsupportedKernelError, WeftError } from './errors.js'

describe('errors', () => {
  test('are known across copies of the package by their marker', () => {
    const foreign = { [Symbol.for('weft.error')]: true, code: 'timed-out' }
    expect(WeftError.isInstance(foreign)).toBe(true)
    expect(WeftError.isInstance(new RangeError('no'))).toBe(false)
    expect(WeftError.isInstance(null)).toBe(false)
  })

  test('carry name, code and cause', () => {
    const cause = new RangeError('inner')
    const error = new KernelTrapError(
      { iteration: 7, cause: 'integer divide by zero', functionName: 'kernel', offset: 0x1f },
      { cause },
    )
    expect(error).toMatchObject({ name: 'KernelTrapError', code: 'kernel-trap', iteration: 7, cause })
    expect(error.message).toBe(
      'kernel trapped in iteration 7: integer divide by zero in function $kernel at offset 0x1f',
    )
  })

  test('an unsupported kernel tells every reason', () => {
    const diagnostics = [
      {
        rule: 'memory-grow',
        message: 'grows the memory',
        functionIndex: 3,
        offset: 64,
        workaround: 'do not',
      },
      { rule: 'import-call', message: 'calls env.log' },
    ]
    const error = new UnsupportedKernelError(diagnostics)
    for (const diagnostic of diagnostics) expect(error.message).toContain(formatDiagnostic(diagnostic))
    expect(formatDiagnostic(diagnostics[0]!)).toBe('function 3 at offset 0x40: grows the memory (do not)')
  })
})

describe('asserters name the argument and what is wrong with it', () => {
  test.each([
    [() => assertU32('size', 1.5), TypeError, 'size must be an integer, not 1.5'],
    [() => assertU32('size', 2 ** 32), RangeError, 'size must be from 0 to 4294967295, not 4294967296'],
    [() => assertIntegerIn('threads', 0, 1, 8), RangeError, 'threads must be from 1 to 8, not 0'],
    [() => assertBytes('kernel', 'text'), TypeError, 'kernel must be a Uint8Array, not "text"'],
    [() => assertBytes('kernel', null), TypeError, 'kernel must be a Uint8Array, not null'],
    [() => assertOneOf('access', 'append', ['read', 'write']), TypeError, /one of read, write, not "append"/],
  ])('%s', (run, kind, message) => {
    expect(run).toThrow(kind)
    expect(run).toThrow(message)
  })

  test('and let good values pass', () => {
    expect(() => assertU32('size', 0xffff_ffff)).not.toThrow()
    expect(() => assertOneOf('access', 'read', ['read'])).not.toThrow()
  })
})
