import { ByteWriter } from '@weft/core'
import type { List, Node, Quoted } from '../text/s-expression.js'
import { stringBytes } from '../text/string-literal.js'
import { headOf } from './action-text.js'
import type { Command, ModuleSource } from './command.js'

const fields = new Set('type rec import func table memory global export start elem data tag'.split(' '))

/** True for a part of a module: a script may be one module without its brackets. */
export function isModuleField(node: Node | undefined): boolean {
  return fields.has(headOf(node))
}

export function wholeTextModule(text: string): Command {
  const source = { kind: 'text', text: `(module ${text}\n)` } as const
  return {
    line: 1,
    text: '(module)',
    kind: 'module',
    definition: { name: undefined, source },
    instantiated: true,
  }
}

/** An identifier, as it is written. */
export function readName(node: Node | undefined): string | undefined {
  return node?.kind === 'atom' && node.text.startsWith('$') ? node.text : undefined
}

/** `(module definition? $name? …)`, `(module instance $name? $definition?)`. */
export function readModule(list: List, text: string) {
  const items = list.items.slice(1)
  const variant = items[0]?.kind === 'atom' ? items[0].text : ''
  if (variant === 'instance') {
    return { kind: 'instance', name: readName(items[1]), of: readName(items[2] ?? items[1]) } as const
  }
  if (variant === 'definition') items.shift()
  const name = readName(items[0])
  const source = readSource(name === undefined ? items : items.slice(1), list, text)
  return { kind: 'module', definition: { name, source }, instantiated: variant !== 'definition' } as const
}

function readSource(items: readonly Node[], list: List, text: string): ModuleSource {
  const format = items[0]?.kind === 'atom' ? items[0].text : ''
  const strings = items.filter((item) => item.kind === 'string')
  if (format === 'binary') return { kind: 'binary', bytes: joined(strings) }
  if (format === 'quote') {
    return { kind: 'text', text: `(module ${new TextDecoder().decode(joined(strings))}\n)` }
  }
  return {
    kind: 'text',
    text: text.slice(list.start, list.end).replace(/^\(\s*module\s+definition\b/, '(module'),
  }
}

function joined(strings: readonly Quoted[]): Uint8Array {
  const writer = new ByteWriter()
  for (const string of strings) writer.bytes(stringBytes(string))
  return writer.finish()
}
