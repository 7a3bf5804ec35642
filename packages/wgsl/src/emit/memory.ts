import type { MemoryArgument } from '@weft/wasm-binary'
import { noFact, trailingZeros } from '../facts/fact.js'
import type { LoadLowering, StoreLowering } from '../instructions/lowering.js'
import { scalarLoads, scalarStores } from '../instructions/scalar-memory.js'
import { vectorLoads, vectorStores } from '../instructions/vector-lowerings.js'
import type { PlainNode } from '../read/node.js'
import type { FunctionEmitter } from './function-emitter.js'
import { loweringContext } from './numeric.js'
import { segmentParameters } from './parameters.js'
import { joinReads, literal, namedValue, type Value } from './value.js'

export function loadOf(name: string): LoadLowering | undefined {
  return scalarLoads[name] ?? vectorLoads[name]
}

export function storeOf(name: string): StoreLowering | undefined {
  return scalarStores[name] ?? vectorStores[name]
}

/** What the address operand and the immediate say about an access. */
interface Access {
  readonly address: Value
  readonly offset: number
  readonly bytes: number
  /** The segment that it must lie in; undefined where the segments are searched. */
  readonly segment: number | undefined
  /** At a multiple of four for sure. */
  readonly aligned: boolean
}

/** The offset that an access adds to its address, in bytes. */
export function offsetOf(node: PlainNode): number {
  const argument = node.immediates.find(
    (immediate): immediate is MemoryArgument => immediate.kind === 'memarg',
  )
  return Number(argument?.offset ?? 0n)
}

function accessOf(emitter: FunctionEmitter, node: PlainNode, address: Value, bytes: number): Access {
  const offset = offsetOf(node)
  const zeros = Math.min(address.fact.zeros, trailingZeros(offset | 0))
  noteAccess(emitter)
  const segment = segmentOf(address, offset)
  const { accesses } = emitter.context
  accesses.total++
  if (segment === undefined) accesses.anywhere++
  if (zeros < 2 && bytes >= 4) accesses.unaligned++
  return {
    address,
    offset,
    bytes,
    segment,
    aligned: zeros >= 2 && bytes >= 4,
  }
}

/** Accesses do not leave at once: what stops is a flag, which stores obey and which is asked for now and then. */
export function noteAccess(emitter: FunctionEmitter): void {
  if (emitter.context.options.bounds === 'clamp') return
  emitter.markTrapping()
  emitter.pendingAccesses = true
}

/**
 * A pointer may stand below its segment by as much as the offset brings it back, as far as the segment's address is not
 * smaller: only static data begin below 64 KiB. A constant address can only be static data.
 */
function segmentOf(address: Value, offset: number): number | undefined {
  if (address.constant !== undefined) return address.constant + offset < 2 ** 32 ? 0 : undefined
  const { origin } = address.fact
  return typeof origin === 'number' && offset < 0x1_0000 ? origin : undefined
}

export function emitLoad(emitter: FunctionEmitter, node: PlainNode, load: LoadLowering): void {
  const others = emitter.take(load.parameters?.length ?? 0)
  const address = emitter.pop()
  const access = accessOf(emitter, node, address, load.bytes)
  const texts = others.map(({ text }) => text)
  const context = loweringContext(emitter, node, '0u')
  const loaded = loadText(emitter, access)
  const reads = { ...joinReads([address, ...others]), memory: true }
  if (load.bytes <= 4) {
    const text = load.lower([loaded], texts, context)
    emitter.push({ type: load.result, text, simple: false, reads, fact: noFact })
    return
  }
  emitter.evaluateMemory()
  const name = emitter.name('t')
  emitter.line(`let ${name} = ${loaded};`)
  const words = ['x', 'y', 'z', 'w'].slice(0, load.bytes / 4).map((member) => `${name}.${member}`)
  const text = load.lower(words, texts, context)
  const whole = text === `vec${words.length}u(${words.join(', ')})`
  const made = { type: load.result, text, simple: false, reads: joinReads(others), fact: noFact }
  emitter.push(whole ? namedValue(load.result, name) : made)
}

/** A `u32`, or a vector of them, of what lies at the address. */
function loadText(emitter: FunctionEmitter, access: Access): string {
  const { context } = emitter
  const { bytes, offset } = access
  if (!access.aligned) {
    const place = placeText(emitter, access)
    return context.call(`load${bytes * 8}`, place)
  }
  const words = bytes / 4
  if (access.segment === undefined) {
    return context.call(`load_words${words}`, access.address.text, literal(offset))
  }
  return context.call(
    `load_words${words}_in`,
    ...emitter.segmentWords(access.segment),
    distanceWords(emitter, access, access.segment),
    literal(offset / 4),
  )
}

/** The distance of an aligned access from the start of its segment, in words. */
function distanceWords(emitter: FunctionEmitter, { address }: Access, segment: number): string {
  if (segment === 0 && address.constant !== undefined) return literal(address.constant >>> 2)
  const words = address.distance?.words
  if (words !== undefined) return words.text
  const distance = `((${address.text} - ${segmentParameters(segment).address}) >> 2u)`
  const lasts = address.simple && !address.reads.globals && !address.reads.memory
  return lasts ? emitter.shared(distance, address.reads) : distance
}

/** The byte of the arena that an access begins at. */
function placeText(emitter: FunctionEmitter, access: Access): string {
  const { address, segment, offset, bytes } = access
  const size = literal(bytes)
  if (segment === undefined) return emitter.context.call('place', address.text, literal(offset), size)
  const distance =
    address.distance?.text ??
    (segment === 0 ? address.text : `(${address.text} - ${segmentParameters(segment).address})`)
  return emitter.context.call(`place_in${segment}`, distance, literal(offset), size)
}

export function emitStore(emitter: FunctionEmitter, node: PlainNode, store: StoreLowering): void {
  const value = emitter.pop()
  const address = emitter.pop()
  // What is still to be read must be read before it is overwritten; a value with several words is written by parts.
  emitter.evaluateMemory()
  const operand = store.bytes > 4 ? emitter.named(value).text : value.text
  const access = accessOf(emitter, node, address, store.bytes)
  const words = store.lower(operand, loweringContext(emitter, node, '0u'))
  emitter.line(`${storeText(emitter, access, words)};`)
}

function storeText(emitter: FunctionEmitter, access: Access, words: readonly string[]): string {
  const { context } = emitter
  const { bytes, offset } = access
  const value = words.length === 1 ? words[0]! : `vec${words.length}u(${words.join(', ')})`
  if (!access.aligned) return context.call(`store${bytes * 8}`, placeText(emitter, access), value)
  if (access.segment === undefined) {
    return context.call(`store_words${words.length}`, access.address.text, literal(offset), value)
  }
  return context.call(
    `store_words${words.length}_in`,
    ...emitter.segmentWords(access.segment),
    distanceWords(emitter, access, access.segment),
    literal(offset / 4),
    value,
  )
}
