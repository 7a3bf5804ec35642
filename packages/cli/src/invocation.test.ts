import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { UsageError } from './cli-error.js'
import { parseInvocation } from './invocation.js'

const name = fc.stringMatching(/^[A-Za-z_$][\w$.:-]*$/)
const argument = fc.oneof(fc.integer(), fc.double()).map(String)

describe('parseInvocation', () => {
  test('reads a name and its arguments, however they are spaced', () => {
    fc.assert(
      fc.property(name, fc.array(argument), fc.stringMatching(/^ {0,3}$/), (name, given, space) => {
        const text = `${space}${name}${space}(${space}${given.join(`${space},${space}`)}${space})${space}`
        expect(parseInvocation(text)).toEqual({ text, name, arguments: given })
      }),
    )
  })

  test('takes a bare name as a call without arguments', () => {
    fc.assert(
      fc.property(name, (name) => {
        expect(parseInvocation(name)).toEqual({ text: name, name, arguments: [] })
      }),
    )
  })

  test('reads a name with parentheses in it', () => {
    expect(parseInvocation('odd (name)(1)')).toMatchObject({ name: 'odd (name)', arguments: ['1'] })
  })

  test('throws nothing but a UsageError, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          expect(parseInvocation(text).name).not.toBe('')
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError)
        }
      }),
    )
  })

  test.each([
    ['f(1', /name\(argument/],
    ['f1)', /name\(argument/],
    ['f(1)x', /name\(argument/],
    ['(1)', /name of the export is missing/],
    ['', /name\(argument/],
    ['f(1,)', /argument 2 is empty/],
    ['f(,1)', /argument 1 is empty/],
  ])('refuses %j', (text, message) => {
    expect(() => parseInvocation(text)).toThrow(message)
  })
})
