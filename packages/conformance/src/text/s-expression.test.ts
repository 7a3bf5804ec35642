import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LineIndex } from './line-index.js'
import { type Node, readNodes } from './s-expression.js'
import { ScriptError } from './script-error.js'

type Tree = string | readonly Tree[]

const word = fc.stringMatching(/^[!#$%&'*+\-./0-9:<=>?@A-Z\\^_`a-z|~]{1,8}$/)
const string = fc
  .array(fc.constantFrom('a', '(', ')', ';;', '(;', '\\"', '\\\\', '\\00', '\\u{1f600}', ' ', 'é'))
  .map((parts) => `"${parts.join('')}"`)
const name = string.map((text) => `$${text}`)
const trees = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    word,
    string,
    name,
    fc.array(tie('tree'), { maxLength: 4 }).filter((items) => !startsAnnotation(items)),
  ),
})).tree
const blank = fc.constantFrom(' ', '\n', '\t', ';; ( " \n', '(; (; " ;) ( ;)', '(@note ")" (x) ,{}[];)')

/** `(@x` opens an annotation. */
function startsAnnotation([first]: readonly Tree[]): boolean {
  return typeof first === 'string' && first.startsWith('@')
}

function print(tree: Tree, blanks: readonly string[]): string {
  const gap = (index: number) => ` ${blanks[index % Math.max(1, blanks.length)] ?? ''} `
  if (typeof tree === 'string') return tree
  return `(${tree.map((item, index) => print(item, blanks) + gap(index)).join('')})`
}

function shapeOf(node: Node): Tree {
  return node.kind === 'list' ? node.items.map(shapeOf) : node.text
}

test('reads what was printed, with any blanks, comments and annotations in between', () => {
  fc.assert(
    fc.property(fc.array(trees), fc.array(blank), (forest, blanks) => {
      const text = forest.map((tree) => print(tree, blanks)).join('\n')
      expect(readNodes(text).map(shapeOf)).toEqual(forest)
    }),
  )
})

test('a node knows where it stands', () => {
  const text = ' (a\n "b") c'
  const places = readNodes(text).map(({ start, end }) => text.slice(start, end))
  expect(places).toEqual(['(a\n "b")', 'c'])
})

test.each([
  ['(a', 'not closed'],
  ['\n a)', 'not opened'],
  ['(; (; ;)', 'comment is not closed'],
  ['"a\n"', 'unexpected'],
  ['é', 'unexpected'],
])('%j is refused with its place', (text, message) => {
  expect(() => readNodes(text)).toThrow(ScriptError)
  expect(() => readNodes(text)).toThrow(message)
  expect(() => readNodes(text)).toThrow(/line \d+, column \d+/)
})

test('finds the line of ascending offsets', () => {
  const text = 'a\nb\n\nc'
  const lines = new LineIndex(text)
  expect([...text].map((_, offset) => lines.lineOf(offset))).toEqual([1, 1, 2, 2, 3, 4])
})
