import { type List, type Node, readNodes } from '../../text/s-expression.js'
import type { ParserRefusal } from './parser-refusal.js'

/**
 * Built-ins that had the option `cancellable`. In the binary an option's byte follows the opcode, with the option or
 * without; the twin of a built-in differs in its opcode only.
 */
const twins: Readonly<Record<string, string>> = {
  'waitable-set.wait': 'waitable-set.poll',
  'waitable-set.poll': 'waitable-set.wait',
  'thread.yield': 'thread.suspend',
  'thread.suspend': 'thread.yield',
  'thread.yield-then-resume': 'thread.suspend-then-resume',
  'thread.suspend-then-resume': 'thread.yield-then-resume',
  'thread.yield-then-promote': 'thread.suspend-then-promote',
  'thread.suspend-then-promote': 'thread.yield-then-promote',
}

type Assemble = (text: string) => Promise<{ readonly bytes: Uint8Array } | ParserRefusal>

/**
 * Assembles text with the option `cancellable`, which parsers no longer know since component-model#716. The option is
 * taken out of the text, and its bit is set in the binary: the places are where a second text, in which these built-ins
 * are their twins, gives another byte. Undefined where the option is in no place that is known.
 */
export async function withoutCancellable(
  text: string,
  assemble: Assemble,
): Promise<{ readonly bytes: Uint8Array } | ParserRefusal | undefined> {
  const options = readNodes(text).flatMap(cancellableOptions)
  if (options.length === 0) return undefined
  const plain = await assemble(rewrite(text, options, (name) => name))
  const other = await assemble(rewrite(text, options, (name) => twins[name] ?? name))
  if ('refusal' in plain) return plain
  if ('refusal' in other) return other
  const bytes = plain.bytes.slice()
  for (const [offset, byte] of plain.bytes.entries()) if (byte !== other.bytes[offset]) bytes[offset + 1] = 1
  return { bytes }
}

/** The word `cancellable`, and the name of the built-in before it. */
interface Option {
  readonly builtin: Node & { readonly text: string }
  readonly option: Node
}

function cancellableOptions(node: Node): Option[] {
  if (node.kind !== 'list') return []
  const own = optionOf(node)
  return [...(own === undefined ? [] : [own]), ...node.items.flatMap(cancellableOptions)]
}

function optionOf({ items: [head, builtin, option] }: List): Option | undefined {
  if (head?.kind !== 'atom' || head.text !== 'canon') return undefined
  if (builtin?.kind !== 'atom' || !Object.hasOwn(twins, builtin.text)) return undefined
  return option?.kind === 'atom' && option.text === 'cancellable' ? { builtin, option } : undefined
}

function rewrite(text: string, options: readonly Option[], nameOf: (builtin: string) => string): string {
  let rewritten = ''
  let end = 0
  for (const { builtin, option } of options) {
    rewritten += text.slice(end, builtin.start) + nameOf(builtin.text)
    end = option.end
  }
  return rewritten + text.slice(end)
}
