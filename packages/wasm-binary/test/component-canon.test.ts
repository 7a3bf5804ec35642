import { describe, expect, it } from 'vitest'
import { type Canon, decodeComponent } from '../src/index.js'
import { section } from './byte-modules.js'
import { componentBytes } from './component-bytes.js'
import { assembleComponent } from './component-sources.js'

const context = `
  (core module $m (memory (export "m") 1) (table (export "t") 1 funcref)
    (func (export "f")) (func (export "r") (param i32 i32 i32 i32) (result i32) unreachable))
  (core instance $i (instantiate $m))
  (alias core export $i "m" (core memory $memory))
  (alias core export $i "f" (core func $f))
  (alias core export $i "r" (core func $r))
  (alias core export $i "t" (core table $t))
  (core type $ct (func))
  (type $s (stream u8)) (type $fu (future u8)) (type $res (resource (rep i32)))
  (import "g" (func $g))`

function canonsOf(bytes: Uint8Array): Canon[] {
  return decodeComponent(bytes).definitions.flatMap((each) => (each.kind === 'canon' ? [each.canon] : []))
}

const memory = { kind: 'memory', index: 0 } as const
const cancellable = false

/** A built-in in text, and what it is decoded to. */
const builtins: readonly (readonly [string, Canon])[] = [
  ['resource.new $res', { name: 'resource.new', type: 2 }],
  ['resource.drop $res', { name: 'resource.drop', type: 2 }],
  ['resource.rep $res', { name: 'resource.rep', type: 2 }],
  ['backpressure.inc', { name: 'backpressure.inc' }],
  ['backpressure.dec', { name: 'backpressure.dec' }],
  ['task.return', { name: 'task.return', result: undefined, options: [] }],
  ['task.return (result u8) (memory $memory)', { name: 'task.return', result: 'u8', options: [memory] }],
  ['task.cancel', { name: 'task.cancel' }],
  ['context.get i32 0', { name: 'context.get', type: 'i32', slot: 0 }],
  ['context.set i64 1', { name: 'context.set', type: 'i64', slot: 1 }],
  ['subtask.cancel', { name: 'subtask.cancel', async: false }],
  ['subtask.cancel async', { name: 'subtask.cancel', async: true }],
  ['subtask.drop', { name: 'subtask.drop' }],
  ['stream.new $s', { name: 'stream.new', type: 0 }],
  [
    'stream.read $s async (memory $memory)',
    { name: 'stream.read', type: 0, options: [{ kind: 'async' }, memory] },
  ],
  ['stream.write $s (memory $memory)', { name: 'stream.write', type: 0, options: [memory] }],
  ['stream.cancel-read $s', { name: 'stream.cancel-read', type: 0, async: false }],
  ['stream.cancel-write $s async', { name: 'stream.cancel-write', type: 0, async: true }],
  ['stream.drop-readable $s', { name: 'stream.drop-readable', type: 0 }],
  ['stream.drop-writable $s', { name: 'stream.drop-writable', type: 0 }],
  ['future.new $fu', { name: 'future.new', type: 1 }],
  ['future.read $fu (memory $memory)', { name: 'future.read', type: 1, options: [memory] }],
  ['future.write $fu (memory $memory)', { name: 'future.write', type: 1, options: [memory] }],
  ['future.cancel-read $fu async', { name: 'future.cancel-read', type: 1, async: true }],
  ['future.cancel-write $fu', { name: 'future.cancel-write', type: 1, async: false }],
  ['future.drop-readable $fu', { name: 'future.drop-readable', type: 1 }],
  ['future.drop-writable $fu', { name: 'future.drop-writable', type: 1 }],
  [
    'error-context.new (memory $memory) string-encoding=utf16',
    {
      name: 'error-context.new',
      options: [memory, { kind: 'string-encoding', encoding: 'utf16' }],
    },
  ],
  [
    'error-context.debug-message (memory $memory) (realloc (core func $r))',
    { name: 'error-context.debug-message', options: [memory, { kind: 'realloc', index: 1 }] },
  ],
  ['error-context.drop', { name: 'error-context.drop' }],
  ['waitable-set.new', { name: 'waitable-set.new' }],
  ['waitable-set.wait (memory $memory)', { name: 'waitable-set.wait', cancellable, memory: 0 }],
  ['waitable-set.poll (memory $memory)', { name: 'waitable-set.poll', cancellable, memory: 0 }],
  ['waitable-set.drop', { name: 'waitable-set.drop' }],
  ['waitable.join', { name: 'waitable.join' }],
  ['thread.index', { name: 'thread.index' }],
  ['thread.new-indirect $ct (core table $t)', { name: 'thread.new-indirect', type: 0, table: 0 }],
  ['thread.resume-later', { name: 'thread.resume-later' }],
  ['thread.suspend', { name: 'thread.suspend', cancellable }],
  ['thread.yield', { name: 'thread.yield', cancellable }],
  ['thread.suspend-then-resume', { name: 'thread.suspend-then-resume', cancellable }],
  ['thread.yield-then-resume', { name: 'thread.yield-then-resume', cancellable }],
  ['thread.suspend-then-promote', { name: 'thread.suspend-then-promote', cancellable }],
  ['thread.yield-then-promote', { name: 'thread.yield-then-promote', cancellable }],
]

describe('canonical definitions, as the text parser of the tools writes them', () => {
  it.each(builtins)('%s', async (text, expected) => {
    const bytes = await assembleComponent(`${context} (core func (canon ${text}))`)
    expect(canonsOf(bytes)).toEqual([expected])
  })

  it('lift and lower', async () => {
    const bytes = await assembleComponent(`${context}
      (core func (canon lower (func $g) string-encoding=latin1+utf16 async (memory $memory)))
      (func (type 3) (canon lift (core func $f) async (callback (core func $r))))
      (func (type 3) (canon lift (core func $f) (post-return (core func $f)) string-encoding=utf8))`)
    expect(canonsOf(bytes)).toEqual([
      {
        name: 'lower',
        func: 0,
        options: [{ kind: 'string-encoding', encoding: 'latin1+utf16' }, { kind: 'async' }, memory],
      },
      { name: 'lift', func: 0, options: [{ kind: 'async' }, { kind: 'callback', index: 1 }], type: 3 },
      {
        name: 'lift',
        func: 0,
        options: [
          { kind: 'post-return', index: 0 },
          { kind: 'string-encoding', encoding: 'utf8' },
        ],
        type: 3,
      },
    ])
  })
})

describe('encodings from before the first release', () => {
  it.each<readonly [string, readonly number[], Canon]>([
    [
      'waitable-set.wait cancellable',
      [0x20, 1, 2],
      { name: 'waitable-set.wait', cancellable: true, memory: 2 },
    ],
    [
      'waitable-set.poll cancellable',
      [0x21, 1, 2],
      { name: 'waitable-set.poll', cancellable: true, memory: 2 },
    ],
    ['thread.yield cancellable', [0x0c, 1], { name: 'thread.yield', cancellable: true }],
    ['thread.suspend cancellable', [0x29, 1], { name: 'thread.suspend', cancellable: true }],
    ['context.get without a type', [0x0a, 1], { name: 'context.get', type: 'i32', slot: 1 }],
    ['context.set without a type', [0x0b, 0], { name: 'context.set', type: 'i32', slot: 0 }],
  ])('%s', (_, code, expected) => {
    expect(canonsOf(componentBytes(section(8, [2, ...code, 0x05])))).toEqual([
      expected,
      { name: 'task.cancel' },
    ])
  })

  it('keeps options that stand twice, for validation to find', () => {
    const twice = [1, 0x1c, 3, 0x00, 0x01, 0x00]
    const encodings = ['utf8', 'utf16', 'utf8'].map((encoding) => ({ kind: 'string-encoding', encoding }))
    expect(canonsOf(componentBytes(section(8, twice)))).toEqual([
      { name: 'error-context.new', options: encodings },
    ])
  })
})
