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

/** `(module definition? $name? …)`, `(module instance $name? $definition?)`, and the same of components. */
export function readModule(list: List, text: string) {
  const items = list.items.slice(1)
  const variant = items[0]?.kind === 'atom' ? items[0].text : ''
  if (variant === 'instance') {
    return { kind: 'instance', name: readName(items[1]), of: readName(items[2] ?? items[1]) } as const
  }
  const definition = variant === 'definition' ? items.shift() : undefined
  const name = readName(items[0])
  const source = readSource(name === undefined ? items : items.slice(1), list) ?? {
    kind: 'text',
    text: without(definition, list, text),
  }
  return { kind: 'module', definition: { name, source }, instantiated: definition === undefined } as const
}

function without(node: Node | undefined, { start, end }: List, text: string): string {
  if (node === undefined) return text.slice(start, end)
  return text.slice(start, node.start).replace(/ $/, '') + text.slice(node.end, end)
}

/** What is not written as text of its own: bytes, or text in quotes. */
function readSource(items: readonly Node[], list: List): ModuleSource | undefined {
  const format = items[0]?.kind === 'atom' ? items[0].text : ''
  const strings = items.filter((item) => item.kind === 'string')
  if (format === 'binary') return { kind: 'binary', bytes: joined(strings) }
  if (format !== 'quote') return undefined
  const keyword = headOf(list)
  const parts = strings.map((string) => new TextDecoder().decode(stringBytes(string)))
  // The reference interpreter joins the strings of a module; of a component, no token goes on in the next string.
  return { kind: 'text', text: `(${keyword} ${parts.join(keyword === 'component' ? ' ' : '')}\n)` }
}

function joined(strings: readonly Quoted[]): Uint8Array {
  const writer = new ByteWriter()
  for (const string of strings) writer.bytes(stringBytes(string))
  return writer.finish()
}
