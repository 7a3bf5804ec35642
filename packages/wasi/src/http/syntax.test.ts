import { expect, test } from 'vitest'
import { isAuthority, isPathWithQuery, isScheme, isToken, parseLength } from './syntax.js'

test.each([
  ['example.com', true],
  ['localhost:3000', true],
  ['[::1]:80', true],
  ['user:secret@host', true],
  ['host:', true],
  ['', false],
  ['bad-port:99999', false],
  ['too-many-ports:80:80:80', false],
  ['bad-\nhost', false],
  ['a/b', false],
  ['a b', false],
  ['ä', false],
])('authority %j: %s', (text, isGood) => expect(isAuthority(text)).toBe(isGood))

test.each([
  ['/', true],
  ['/a?b=c&d', true],
  ['?a', true],
  ['*', true],
  ['', true],
  ['a', false],
  ['/a#b', false],
  ['/a b', false],
  ['/a\r\nx: y', false],
  ['/ä', false],
])('path with query %j: %s', (text, isGood) => expect(isPathWithQuery(text)).toBe(isGood))

test.each([
  ['ws', true],
  ['a+b.c-1', true],
  ['1a', false],
  ['bad\nscheme', false],
])('scheme %j: %s', (text, isGood) => expect(isScheme(text)).toBe(isGood))

test.each([
  ['PURGE', true],
  ['invalid method', false],
  ['a\n', false],
])('method %j: %s', (text, isGood) => expect(isToken(text)).toBe(isGood))

test.each([
  ['0', 0],
  ['123', 123],
  ['', undefined],
  ['+1', undefined],
  ['1.5', undefined],
  ['99999999999999999999', undefined],
])('length %j: %s', (text, value) => expect(parseLength(text)).toBe(value))
