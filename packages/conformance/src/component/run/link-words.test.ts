import { expect, test } from 'vitest'
import { linkWords } from './link-words.js'

test.each([
  ['x', 'a core module', 'nothing', 'was not found in the linker'],
  ['i', 'an instance', 'the function f', 'expected instance found func'],
  ['i#x', 'a function', 'nothing', 'export `x` not defined'],
  ['i', 'a core module', 'an instance', 'expected module found instance'],
  ['i', 'a function ()', 'an instance', 'expected func found instance'],
  ['i', 'a function ()', 'an instance', 'expected function found instance'],
  ['host', 'a function', 'an object of Object', 'expected func found instance'],
  ['host#f', 'a type', 'a function', 'expected resource found func'],
  ['host#r', 'the same type', 'another type', 'mismatched resource types'],
  ['host#r', 'a class R', 'undefined', 'was not found'],
  ['i#m#f', 'a core global', 'a core func', 'expected global found func'],
  ['i#m#f', 'a core global', 'a core func', 'export `f` has the wrong type'],
  ['i#m#a.f', 'a core global', 'a core func', 'expected func found global'],
  ['i#m#the-export', 'a core func `(func)`', 'nothing', 'module export `the-export` not defined'],
  ['i#m#env.something', 'nothing', 'a core func `(func)`', 'module import `env::something` not defined'],
  [
    'i#m#t',
    'a core table `(table 1 externref)`',
    'a core table `(table 1 funcref)`',
    'export `t` has the wrong type',
  ],
  [
    'i#m#.',
    'a core table `(table 1 externref)`',
    'a core table `(table 1 funcref)`',
    'module import `::` has the wrong type',
  ],
  [
    'i#m#f',
    'a core func `(func (param i32))`',
    'a core func `(func)`',
    'expected type `(func (param i32))`, found type `(func)`',
  ],
])('%s: %s wanted, %s given', (path, wanted, given, words) => {
  expect(linkWords({ path, wanted, given }).some((said) => said.includes(words))).toBe(true)
})

test('a wrong type is not a missing item, nor another sort', () => {
  const words = linkWords({ path: 'i#f', wanted: 'a function (a: u8)', given: 'a function ()' }).join('\n')
  expect(words).not.toMatch(/not defined|not found|mismatched|nothing/)
})
