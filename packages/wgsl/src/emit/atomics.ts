import type { PlainNode } from '../read/node.js'
import type { FunctionEmitter } from './function-emitter.js'
import type { Handler } from './instructions.js'
import { noteAccess, offsetOf } from './memory.js'
import { literal, namedValue, type Value } from './value.js'

const loads = {
  'i32.atomic.load': 32,
  'i32.atomic.load8_u': 8,
  'i32.atomic.load16_u': 16,
  'i64.atomic.load8_u': 8,
  'i64.atomic.load16_u': 16,
  'i64.atomic.load32_u': 32,
}

const stores = {
  'i32.atomic.store': 32,
  'i32.atomic.store8': 8,
  'i32.atomic.store16': 16,
  'i64.atomic.store8': 8,
  'i64.atomic.store16': 16,
  'i64.atomic.store32': 32,
}

const operations = ['add', 'sub', 'and', 'or', 'xor', 'xchg', 'cmpxchg']

/** An i64 access of at most 32 bits works on the low word. */
function low(value: Value): string {
  return value.type === 'i64' ? `${value.text}.x` : value.text
}

function call(emitter: FunctionEmitter, node: PlainNode, helper: string, values: number): string {
  const operands = emitter.take(values).map((value) => emitter.named(value))
  const address = emitter.pop()
  emitter.evaluateMemory()
  noteAccess(emitter)
  const offset = literal(offsetOf(node))
  const texts = operands.map(low)
  return emitter.context.call(helper, address.text, offset, ...texts, emitter.site(node))
}

const reading =
  (helper: string, values: number): Handler =>
  (emitter, node) => {
    const text = call(emitter, node, helper, values)
    const name = emitter.name('t')
    emitter.line(`let ${name} = ${text};`)
    emitter.leaveIfStopped()
    const wide = node.name.startsWith('i64')
    emitter.push(namedValue(wide ? 'i64' : 'i32', wide ? `vec2u(${name}, 0u)` : name))
  }

const writing =
  (helper: string): Handler =>
  (emitter, node) => {
    emitter.line(`${call(emitter, node, helper, 1)};`)
    emitter.leaveIfStopped()
  }

const nothing: Handler = () => undefined

function entries(): [string, Handler][] {
  const found: [string, Handler][] = [['atomic.fence', nothing]]
  for (const [name, bits] of Object.entries(loads)) found.push([name, reading(`atomic_load${bits}`, 0)])
  for (const [name, bits] of Object.entries(stores)) found.push([name, writing(`atomic_store${bits}`)])
  for (const operation of operations) {
    const values = operation === 'cmpxchg' ? 2 : 1
    found.push([`i32.atomic.rmw.${operation}`, reading(`atomic_rmw32_${operation}`, values)])
    for (const bits of [8, 16, 32]) {
      for (const type of bits === 32 ? ['i64'] : ['i32', 'i64']) {
        const helper = `atomic_rmw${bits}_${operation}`
        found.push([`${type}.atomic.rmw${bits}.${operation}_u`, reading(helper, values)])
      }
    }
  }
  return found
}

/** Atomic accesses of up to 32 bits; WGSL has no wider ones. */
export const atomics: Record<string, Handler> = Object.fromEntries(entries())
