import { type OpcodeEntry, opcodesFrom } from './opcode-table.js'

const accesses = [
  'i32.atomic.load',
  'i64.atomic.load',
  'i32.atomic.load8_u',
  'i32.atomic.load16_u',
  'i64.atomic.load8_u',
  'i64.atomic.load16_u',
  'i64.atomic.load32_u',
  'i32.atomic.store',
  'i64.atomic.store',
  'i32.atomic.store8',
  'i32.atomic.store16',
  'i64.atomic.store8',
  'i64.atomic.store16',
  'i64.atomic.store32',
]

function readModifyWrite(operation: string): string[] {
  return [
    `i32.atomic.rmw.${operation}`,
    `i64.atomic.rmw.${operation}`,
    `i32.atomic.rmw8.${operation}_u`,
    `i32.atomic.rmw16.${operation}_u`,
    `i64.atomic.rmw8.${operation}_u`,
    `i64.atomic.rmw16.${operation}_u`,
    `i64.atomic.rmw32.${operation}_u`,
  ]
}

const withMemory = () => [
  ...accesses,
  ...['add', 'sub', 'and', 'or', 'xor', 'xchg', 'cmpxchg'].flatMap(readModifyWrite),
]

/** Prefix 0xFE: the threads proposal. */
export const atomicOpcodes = (): OpcodeEntry[] => [
  ...opcodesFrom(0xfe_0000, [
    'memory.atomic.notify memarg',
    'memory.atomic.wait32 memarg',
    'memory.atomic.wait64 memarg',
    'atomic.fence zero',
  ]),
  ...opcodesFrom(
    0xfe_0010,
    withMemory().map((name) => `${name} memarg`),
  ),
]
