import { describe, expect, it } from 'vitest'
import { parseSomeOf, parseWholeNumber } from './option-values.js'

describe('parseWholeNumber', () => {
  const parse = parseWholeNumber(0, 100)

  it.each([
    ['0', 0],
    ['7', 7],
    ['100', 100],
  ])('reads %s', (text, number) => expect(parse(text)).toBe(number))

  it.each(['', ' ', '-1', '101', '1.5', 'many'])('refuses "%s"', (text) =>
    expect(() => parse(text)).toThrow('a whole number from 0 to 100 is wanted'),
  )
})

describe('parseSomeOf', () => {
  const all = [{ name: 'calls' }, { name: 'streams' }]
  const parse = parseSomeOf(all, ({ name }) => name)

  it('finds values by their names, in the order of the names', () =>
    expect(parse('streams, calls')).toEqual([all[1], all[0]]))

  it('names what is none of them', () => expect(() => parse('calls,size')).toThrow('"size" is none of them'))
})
