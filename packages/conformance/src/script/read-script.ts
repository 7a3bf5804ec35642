import { LineIndex } from '../text/line-index.js'
import { type List, type Node, readNodes } from '../text/s-expression.js'
import { stringText } from '../text/string-literal.js'
import { isAction, readAction, readExpectation } from './action-text.js'
import type { Command, Written } from './command.js'
import { isModuleField, readModule, readName, wholeTextModule } from './module-text.js'
import { oneLine } from './one-line.js'

/** Reads a test script of the core specification (`.wast`). Throws `ScriptError`. */
export function readScript(text: string): readonly Command[] {
  const nodes = readNodes(text)
  if (isModuleField(nodes[0])) return [wholeTextModule(text)]
  const lines = new LineIndex(text)
  return nodes.map((node) => {
    const written = { line: lines.lineOf(node.start), text: oneLine(text.slice(node.start, node.end)) }
    return { ...written, ...readCommand(node, text) }
  })
}

type CommandBody = Command extends infer Each
  ? Each extends Written
    ? Omit<Each, keyof Written>
    : never
  : never

function readCommand(node: Node, text: string): CommandBody {
  const [head, ...items] = node.kind === 'list' ? node.items : []
  const keyword = head?.kind === 'atom' ? head.text : ''
  const command = node.kind === 'list' ? readers[keyword]?.(items, text, node) : undefined
  if (command !== undefined) return command
  const reason =
    keyword in readers ? `a form of ${keyword} that is not known` : `unknown command "${keyword}"`
  return { kind: 'unknown', reason, assertion: keyword.startsWith('assert_') }
}

type Reader = (items: readonly Node[], text: string, list: List) => CommandBody | undefined

const validation: Reader = () => ({ kind: 'other-assertion', about: 'validation' })
const linking: Reader = () => ({ kind: 'other-assertion', about: 'linking' })

const readers: Readonly<Record<string, Reader>> = {
  module: (_, text, list) => readModule(list, text),
  register: ([as, instance]) =>
    as?.kind === 'string'
      ? { kind: 'register', as: stringText(as), instance: readName(instance) }
      : undefined,
  invoke: (_, __, list) => asAction(list),
  get: (_, __, list) => asAction(list),
  assert_return: readAssertReturn,
  assert_trap: readAssertTrap,
  assert_uninstantiable: readAssertTrap,
  assert_exhaustion: ([action]) =>
    isAction(action) ? { kind: 'assert_exhaustion', action: readAction(action) } : undefined,
  assert_exception: ([action]) =>
    isAction(action) ? { kind: 'assert_exception', action: readAction(action) } : undefined,
  assert_invalid: validation,
  assert_malformed: validation,
  assert_invalid_custom: validation,
  assert_malformed_custom: validation,
  assert_unlinkable: linking,
}

function asAction(list: List): CommandBody {
  return { kind: 'action', action: readAction(list) }
}

function readAssertReturn([action, ...results]: readonly Node[], text: string): CommandBody | undefined {
  if (!isAction(action)) return undefined
  const expected = results.map(readExpectation)
  if (!expected.every((expectation) => expectation !== undefined)) return undefined
  const expectedText = results.map(({ start, end }) => oneLine(text.slice(start, end))).join(' ')
  return { kind: 'assert_return', action: readAction(action), expected, expectedText }
}

function readAssertTrap([subject, cause]: readonly Node[], text: string): CommandBody | undefined {
  if (subject?.kind !== 'list' || cause?.kind !== 'string') return undefined
  const message = stringText(cause)
  if (isAction(subject)) return { kind: 'assert_trap', action: readAction(subject), message }
  const module = readModule(subject, text)
  return module?.kind === 'module' ? { kind: 'assert_trap', action: module.definition, message } : undefined
}
