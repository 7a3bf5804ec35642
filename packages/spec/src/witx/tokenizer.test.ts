import { describe, expect, it } from 'vitest'
import { tokenize } from './tokenizer.js'

const texts = (text: string) => tokenize(text).map((token) => `${token.kind}:${token.value}`)

describe('tokenize', () => {
  it('splits parentheses, identifiers, words, strings and annotations', () => {
    expect(texts('(@interface func "a\\"\\n\\41" $x_1)')).toEqual([
      '(:(',
      'word:@interface',
      'word:func',
      'string:a"\nA',
      'identifier:x_1',
      '):)',
      'end:',
    ])
  })

  it('skips line comments and nested block comments', () => {
    expect(texts(';; one\n(; two (; three ;) ;) u8 ;; four')).toEqual(['word:u8', 'end:'])
  })

  it('gives doc comments to the next token only', () => {
    const [open, word] = tokenize(';;; First.\n;;;\n;;;   indented\n(u8')
    expect(open?.docs).toBe('First.\n\n  indented')
    expect(word?.docs).toBe('')
  })

  it('counts lines and columns from 1, also behind block comments', () => {
    const places = tokenize('a\n  b (;\n;) c').map(({ line, column }) => [line, column])
    expect(places).toEqual([
      [1, 1],
      [2, 3],
      [3, 4],
      [3, 5],
    ])
  })

  it.each([
    ['u8 "open', 'string is not closed on its line', '"', 1, 4],
    ['\n (; open (; inner ;)', 'block comment is not closed', '(;', 2, 2],
    ['"\\q"', 'unknown escape \\q', '"\\q"', 1, 1],
    ['$ x', 'needs a name after "$"', '$', 1, 1],
    ['; x', 'a comment starts with ";;"', ';', 1, 1],
    ['a 😀', 'unexpected character', '😀', 1, 3],
  ])('refuses %j with the place', (text, message, token, line, column) => {
    expect(() => tokenize(text)).toThrow(
      expect.objectContaining({
        name: 'WitxSyntaxError',
        message: expect.stringContaining(message),
        token,
        line,
        column,
      }),
    )
  })
})
