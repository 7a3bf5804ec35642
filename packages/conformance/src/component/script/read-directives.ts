import { headOf } from '../../script/action-text.js'
import type { Written } from '../../script/command.js'
import { readModule, readName } from '../../script/module-text.js'
import { oneLine } from '../../script/one-line.js'
import { LineIndex } from '../../text/line-index.js'
import { type List, type Node, readEachNode } from '../../text/s-expression.js'
import { ScriptError } from '../../text/script-error.js'
import { stringText } from '../../text/string-literal.js'
import { readComponentValue } from '../values/read-value.js'
import type { Directive, Invocation, Subject } from './directive.js'

/** Reads a test script of components (`.wast`). What cannot be read is an `unreadable` directive. */
export function readDirectives(text: string): readonly Directive[] {
  const lines = new LineIndex(text)
  return readEachNode(text).map((node) => {
    if (node instanceof ScriptError)
      return { line: node.line, text: 'syntax', kind: 'unreadable', message: node.message }
    const written = { line: lines.lineOf(node.start), text: oneLine(text.slice(node.start, node.end)) }
    return { ...written, ...readDirective(node, text) }
  })
}

type Body = Directive extends infer Each ? (Each extends Written ? Omit<Each, keyof Written> : never) : never

function readDirective(node: Node, text: string): Body {
  try {
    const keyword = headOf(node)
    const read = Object.hasOwn(readers, keyword) ? readers[keyword] : undefined
    if (node.kind !== 'list' || read === undefined) {
      throw new ScriptError(`unknown directive "${keyword}"`, text, node.start)
    }
    return read(node, new Form(node, text))
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error
    return { kind: 'unreadable', message: error.message }
  }
}

/** The parts of a directive, taken one after the other. */
class Form {
  readonly text: string
  private readonly items: Node[]
  private readonly list: List

  constructor(list: List, text: string) {
    this.list = list
    this.items = list.items.slice(1)
    this.text = text
  }

  name(): string | undefined {
    const name = readName(this.items[0])
    if (name !== undefined) this.items.shift()
    return name
  }

  string(what: string): string {
    const item = this.items.shift()
    return item?.kind === 'string' ? stringText(item) : this.fail(`expected ${what} in quotes`, item)
  }

  part(what: string): List {
    const item = this.items.shift()
    return item?.kind === 'list' ? item : this.fail(`expected ${what}`, item)
  }

  rest(): Node[] {
    return this.items.splice(0)
  }

  end(): void {
    if (this.items.length > 0) this.fail('one part too many', this.items[0])
  }

  fail(message: string, node: Node = this.list): never {
    throw new ScriptError(message, this.text, node.start)
  }
}

type Reader = (list: List, form: Form) => Body

const coreModule = 'is about a core module: `weft conformance` runs those'

const readers: Readonly<Record<string, Reader>> = {
  component: (list, { text }) => {
    const read = readModule(list, text)
    return read.kind === 'module' ? { ...read, kind: 'component' } : read
  },
  module: () => ({ kind: 'core-module' }),
  register: (_, form) => ({ kind: 'register', as: form.string('a name'), instance: form.name() }),
  invoke: (list, { text }) => ({ kind: 'invoke', invocation: readInvocation(list, text) }),
  assert_return: readAssertReturn,
  assert_trap: readSubjectAssertion('assert_trap'),
  assert_exhaustion: readSubjectAssertion('assert_exhaustion'),
  assert_exception: (_, form) => {
    const subject = readSubject(form)
    return subject === undefined ? skipped(coreModule) : { kind: 'assert_exception', subject }
  },
  assert_invalid: readRefusal('assert_invalid'),
  assert_malformed: readRefusal('assert_malformed'),
  assert_unlinkable: readRefusal('assert_unlinkable'),
  assert_invalid_custom: () => skipped('is about the text of custom annotations'),
  assert_malformed_custom: () => skipped('is about the text of custom annotations'),
  assert_suspension: () => skipped('is about stack switching in core modules'),
  thread: () => skipped('is about threads of core modules'),
  wait: () => skipped('is about threads of core modules'),
}

function skipped(reason: string): Body {
  return { kind: 'skipped', reason }
}

function readAssertReturn(_: List, form: Form): Body {
  const list = form.part('(invoke …)')
  if (headOf(list) === 'get') return skipped('gets a global: components have none')
  const results = form.rest()
  return {
    kind: 'assert_return',
    invocation: readInvocation(list, form.text),
    expected: results.map((node) => readComponentValue(node, form.text)),
    expectedText: results.map(({ start, end }) => oneLine(form.text.slice(start, end))).join(' '),
  }
}

function readSubjectAssertion(kind: 'assert_trap' | 'assert_exhaustion'): Reader {
  return (_, form) => {
    const subject = readSubject(form)
    if (subject === undefined) return skipped(coreModule)
    const message = form.string('a message')
    form.end()
    return { kind, subject, message }
  }
}

function readRefusal(kind: 'assert_invalid' | 'assert_malformed' | 'assert_unlinkable'): Reader {
  return (_, form) => {
    const subject = readSubject(form)
    if (subject === undefined) return skipped(coreModule)
    const message = form.string('a message')
    form.end()
    return subject.kind === 'component'
      ? { kind, definition: subject.definition, message }
      : form.fail('expected (component …)')
  }
}

/** Undefined for a core module. */
function readSubject(form: Form): Subject | undefined {
  const list = form.part('(invoke …) or (component …)')
  const head = headOf(list)
  if (head === 'module') return undefined
  if (head === 'invoke') return { kind: 'invoke', invocation: readInvocation(list, form.text) }
  const read = head === 'component' ? readModule(list, form.text) : undefined
  if (read?.kind !== 'module') return form.fail('expected (invoke …) or (component …)', list)
  return { kind: 'component', definition: read.definition }
}

function readInvocation(list: List, text: string): Invocation {
  const form = new Form(list, text)
  if (headOf(list) !== 'invoke') form.fail('expected (invoke …)')
  return {
    instance: form.name(),
    function: form.string('the name of a function'),
    arguments: form.rest().map((node) => readComponentValue(node, text)),
  }
}
