import type { Immediate } from '@weft/wasm-binary'
import { joinFacts, noFact } from '../facts/fact.js'
import { vectorWords, wordsOf } from '../read/read-program.js'
import { exactText } from './addresses.js'
import type { FunctionEmitter } from './function-emitter.js'
import type { Handler } from './instructions.js'
import {
  conditionOf,
  constantValue,
  joinReads,
  literal,
  namedValue,
  readsNothing,
  type Value,
  type Words,
} from './value.js'

function indexOf(immediate: Immediate | undefined): number {
  return immediate !== undefined && 'index' in immediate ? immediate.index : 0
}

const getLocal: Handler = (emitter, node) => {
  const index = indexOf(node.immediates[0])
  emitter.push(localValue(emitter, index))
}

function localValue(emitter: FunctionEmitter, index: number): Value {
  const changes = emitter.assigned.has(index) || index >= emitter.function.signature.parameters.length
  const fact = emitter.factOf(index)
  return {
    type: emitter.function.locals[index]!,
    text: emitter.localName(index),
    simple: true,
    reads: changes ? { ...readsNothing, locals: new Set([index]) } : readsNothing,
    fact,
    ...(changes ? emitter.forms.of(index) : { distance: bufferDistance(emitter, index) }),
  }
}

/** A pointer argument of the kernel is the start of its segment. */
function bufferDistance(emitter: FunctionEmitter, index: number): Value['distance'] {
  const isPointer = emitter.function.index === emitter.context.program.kernel && index >= 3 && index % 2 === 1
  return isPointer ? { text: '0u', words: { text: '0u', exact: true } } : undefined
}

const setLocal: Handler = (emitter, node) => {
  const index = indexOf(node.immediates[0])
  assign(emitter, index, emitter.pop())
}

function assign(emitter: FunctionEmitter, index: number, value: Value): void {
  emitter.evaluateLocal(index)
  const forms = nameForms(emitter, value)
  emitter.line(`${emitter.localName(index)} = ${value.text};`)
  emitter.setFact(index, value.fact)
  emitter.forms.set(index, forms)
}

/**
 * Names what is known of a value in words: asking the local for it would take a shift. In front of the assignment, since
 * the value may be made of the local itself.
 */
function nameForms(emitter: FunctionEmitter, value: Value): Pick<Value, 'words' | 'distance'> {
  const { words, distance, reads } = value
  // Memory may be another one when it is read again.
  if (reads.memory) return {}
  const name = (known: Words | undefined): Words | undefined => {
    if (known === undefined) return undefined
    const text = emitter.name('w')
    emitter.line(`let ${text} = ${exactText(known)};`)
    return { text, exact: true }
  }
  const inSegment = name(distance?.words)
  return {
    words: inSegment === undefined ? name(words) : undefined,
    distance: inSegment && { text: undefined, words: inSegment },
  }
}

const teeLocal: Handler = (emitter, node) => {
  const index = indexOf(node.immediates[0])
  assign(emitter, index, emitter.pop())
  emitter.push(localValue(emitter, index))
}

export function globalName(index: number): string {
  return `g${index}`
}

const getGlobal: Handler = (emitter, node) => {
  const index = indexOf(node.immediates[0])
  const { program, globals } = emitter.context
  const { type, mutable, words } = program.globals[index]!
  if (!mutable && type === 'i32' && words !== undefined)
    return emitter.push(constantValue(words[0]!)) as undefined
  globals.add(index)
  const reads = mutable ? { ...readsNothing, globals: true } : readsNothing
  const fact = index === program.stackGlobal ? emitter.factOf(emitter.stackPointer) : noFact
  emitter.push({ type, text: globalName(index), simple: true, reads, fact })
}

const setGlobal: Handler = (emitter, node) => {
  const index = indexOf(node.immediates[0])
  const value = emitter.pop()
  emitter.context.globals.add(index)
  emitter.evaluateGlobals()
  emitter.line(`${globalName(index)} = ${value.text};`)
  if (index === emitter.context.program.stackGlobal) moveStackPointer(emitter, value)
}

/** Only a frame whose size is not constant moves it by an unknown number. */
function moveStackPointer(emitter: FunctionEmitter, { fact }: Value): void {
  const { analysis } = emitter.context
  analysis.needStack(emitter.function.index, -(fact.depth ?? Number.NEGATIVE_INFINITY))
  emitter.setFact(emitter.stackPointer, fact)
}

const drop: Handler = (emitter) => {
  const value = emitter.pop()
  if (value.reads.memory) emitter.named(value)
}

const select: Handler = (emitter) => {
  const condition = emitter.pop()
  const [left, right] = emitter.take(2) as [Value, Value]
  emitter.push({
    type: left.type,
    text: `select(${right.text}, ${left.text}, ${conditionOf(condition)})`,
    simple: false,
    reads: joinReads([left, right, condition]),
    fact: joinFacts(left.fact, right.fact),
  })
}

const constant: Handler = (emitter, node) => {
  const [immediate] = node.immediates
  if (immediate?.kind === 'i32') {
    emitter.push(constantValue(immediate.value))
    return
  }
  const text = constantText(immediate, emitter)
  const type = node.name.slice(0, node.name.indexOf('.')) as Value['type']
  emitter.push(namedValue(type, text))
}

/** WGSL text of a constant that is no i32. */
function constantText(immediate: Immediate | undefined, emitter: FunctionEmitter): string {
  switch (immediate?.kind) {
    case 'i64':
      return vectorText(wordsOf(BigInt.asUintN(64, immediate.value)), emitter)
    case 'f64':
      return vectorText(wordsOf(immediate.bits), emitter)
    case 'v128':
      return vectorText(vectorWords(immediate.bytes), emitter)
    case 'f32':
      return emitter.context.mode === 'strict' ? literal(immediate.bits) : floatText(immediate.bits, emitter)
    default:
      return '0u'
  }
}

function vectorText(values: readonly number[], emitter: FunctionEmitter): string {
  const words = values.map((word) => (word === 0 ? emitter.zeroWord() : literal(word)))
  return `vec${values.length}u(${words.join(', ')})`
}

/** NaNs, infinities and denormals must not stand in a constant expression, and the sign of a zero may be lost in one. */
function floatText(bits: number, { context }: FunctionEmitter): string {
  const exponent = (bits >>> 23) & 0xff
  if (bits >>> 0 === 0) return '0f'
  if (exponent === 0 || exponent === 0xff) return context.call('float_of_bits', literal(bits))
  const value = new Float32Array(Uint32Array.of(bits).buffer)[0]!
  return value < 0 ? `(${decimal(value)})` : decimal(value)
}

/** Nine digits tell every f32 apart. */
function decimal(value: number): string {
  return `${Number(value.toPrecision(9))}f`
}

const nop: Handler = () => undefined

export const variables: Record<string, Handler> = {
  'local.get': getLocal,
  'local.set': setLocal,
  'local.tee': teeLocal,
  'global.get': getGlobal,
  'global.set': setGlobal,
  'i32.const': constant,
  'i64.const': constant,
  'f32.const': constant,
  'f64.const': constant,
  'v128.const': constant,
  drop,
  select,
  nop,
}
