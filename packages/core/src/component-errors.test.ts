import { describe, expect, test } from 'vitest'
import { TrapError } from './component-errors.js'

describe('a trap', () => {
  const abort = { message: 'index out of range', file: 'guest.ts', line: 12, column: 5 }

  test.each([
    [{}, 'unreachable'],
    [{ hint: 'do not' }, 'unreachable: do not'],
    [
      { componentPath: 'root', export: 'f', builtin: 'drop' },
      'unreachable (in drop called through export "f" of root)',
    ],
    [{ abort }, 'unreachable: guest aborted: index out of range, at guest.ts:12:5'],
    [{ abort: { ...abort, message: '' } }, 'unreachable: guest aborted, at guest.ts:12:5'],
    [
      { abort: { ...abort, file: '' }, hint: 'do not', componentPath: 'root' },
      'unreachable: do not: guest aborted: index out of range (of root)',
    ],
  ])('with %o says so', (context, message) => {
    const error = new TrapError('unreachable', context)
    expect(error).toMatchObject({ ...context, rule: 'unreachable', message, code: 'trap' })
  })
})
