import { floatBits } from '../../text/float-literal.js'
import { integerBits } from '../../text/integer-literal.js'
import { floatFormats } from '../../text/round-to-float.js'
import type { Node } from '../../text/s-expression.js'
import { ScriptError } from '../../text/script-error.js'
import { stringText } from '../../text/string-literal.js'
import type { ComponentValue, FloatKind, IntegerKind } from './component-value.js'

const integerWidths = {
  u8: 8,
  s8: 8,
  u16: 16,
  s16: 16,
  u32: 32,
  s32: 32,
  u64: 64,
  s64: 64,
} as const satisfies Record<IntegerKind, number>

/** Reads a value such as `(u32.const 1)` or `(option.some (str.const "a"))`. Throws `ScriptError`. */
export function readComponentValue(node: Node, text: string): ComponentValue {
  if (node.kind === 'list') return readItems(node.items, new ValueSource(node, text))
  return new ValueSource(node, text).fail('expected a value such as (u32.const 1)')
}

/** Where a value is written: for errors. */
class ValueSource {
  readonly text: string
  private readonly node: Node

  constructor(node: Node, text: string) {
    this.node = node
    this.text = text
  }

  fail(message: string, node = this.node): never {
    throw new ScriptError(message, this.text, node.start)
  }
}

function readItems([head, ...items]: readonly Node[], source: ValueSource): ComponentValue {
  const keyword = head?.kind === 'atom' ? head.text : ''
  const [kind, form] = keyword.split('.')
  if (kind === 'option' && (form === 'some' || form === 'none')) {
    const payload = readPayload(items, source)
    if ((payload === undefined) === (form === 'some')) source.fail(`a payload does not fit ${keyword}`)
    return { kind, payload }
  }
  if (kind === 'result' && (form === 'ok' || form === 'err'))
    return { kind, label: form, payload: readPayload(items, source) }
  return form === 'const' ? readConst(kind ?? '', items, source) : source.fail(`unknown value "${keyword}"`)
}

function readConst(kind: string, items: readonly Node[], source: ValueSource): ComponentValue {
  switch (kind) {
    case 'bool':
      return { kind, value: readBoolean(onlyWord(items, source), source) }
    case 'f32':
    case 'f64':
      return { kind, value: readFloat(onlyWord(items, source), kind, source) }
    case 'char':
      return { kind, value: readCharacter(items, source) }
    case 'str':
      return { kind, value: readLabels(items, 1, source)[0] ?? '' }
    case 'list':
    case 'tuple':
      return { kind, items: items.map((item) => readComponentValue(item, source.text)) }
    case 'record':
      return { kind, fields: items.map((item) => readField(item, source)) }
    case 'variant':
      return { kind, label: readLabel(items[0], source), payload: readPayload(items.slice(1), source) }
    case 'enum':
      return { kind, label: readLabels(items, 1, source)[0] ?? '' }
    case 'flags':
      return { kind, labels: readLabels(items, items.length, source) }
    default:
      return isInteger(kind)
        ? { kind, value: readInteger(onlyWord(items, source), kind, source) }
        : source.fail(`unknown value "${kind}.const"`)
  }
}

function isInteger(kind: string): kind is IntegerKind {
  return kind in integerWidths
}

function readBoolean(word: string, source: ValueSource): boolean {
  return word === 'true' || (word !== 'false' && source.fail(`"${word}" is no bool`))
}

function readInteger(word: string, kind: IntegerKind, source: ValueSource): bigint {
  const width = integerWidths[kind]
  const bits = integerBits(word, width) ?? source.fail(`"${word}" is no ${kind}`)
  return kind.startsWith('s') ? BigInt.asIntN(width, bits) : bits
}

const view = new DataView(new ArrayBuffer(8))

function readFloat(word: string, kind: FloatKind, source: ValueSource) {
  if (word === 'nan:canonical' || word === 'nan:arithmetic') return word
  const bits = floatBits(word, floatFormats[kind]) ?? source.fail(`"${word}" is no ${kind}`)
  if (kind === 'f64') {
    view.setBigUint64(0, bits)
    return view.getFloat64(0)
  }
  view.setUint32(0, Number(bits))
  return view.getFloat32(0)
}

function readCharacter(items: readonly Node[], source: ValueSource): string {
  const [value = ''] = readLabels(items, 1, source)
  return [...value].length === 1 ? value : source.fail('a char is one character')
}

function readField(node: Node, source: ValueSource): readonly [string, ComponentValue] {
  const [head, label, ...value] = node.kind === 'list' ? node.items : []
  if (head?.kind !== 'atom' || head.text !== 'field') source.fail('expected (field "name" value)', node)
  const payload = readPayload(value, source) ?? source.fail('a field without a value', node)
  return [readLabel(label, source), payload]
}

/** A value in brackets, or, as older scripts have it, without them. */
function readPayload(items: readonly Node[], source: ValueSource): ComponentValue | undefined {
  const [first, second] = items
  if (first === undefined) return undefined
  if (first.kind !== 'list') return readItems(items, source)
  return second === undefined
    ? readComponentValue(first, source.text)
    : source.fail('one value too many', second)
}

function readLabels(items: readonly Node[], count: number, source: ValueSource): string[] {
  if (items.length !== count) source.fail(`expected ${count} quoted ${count === 1 ? 'string' : 'strings'}`)
  return items.map((item) => readLabel(item, source))
}

function readLabel(node: Node | undefined, source: ValueSource): string {
  return node?.kind === 'string' ? stringText(node) : source.fail('expected a quoted string', node)
}

function onlyWord(items: readonly Node[], source: ValueSource): string {
  const [item, more] = items
  return item?.kind === 'atom' && more === undefined ? item.text : source.fail('expected one number or word')
}
