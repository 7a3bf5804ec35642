import type { Canon, CanonOption } from '@weft/wasm-binary'

/** Whether a canonical definition is a built-in that can wait. */
export function mayWait(canon: Canon): boolean {
  if (canon.name in waitingNames) return true
  // Streams and futures give a buffer back as soon as they are asked to: cancelling a copy never waits.
  if (canon.name === 'subtask.cancel') return !canon.async
  return /^(stream|future)\.(read|write)$/.test(canon.name) && !isAsync((canon as Copying).options)
}

const waitingNames: Partial<Record<Canon['name'], true>> = {
  'waitable-set.wait': true,
  'thread.yield': true,
  'thread.suspend': true,
  'thread.suspend-then-resume': true,
  'thread.yield-then-resume': true,
  'thread.suspend-then-promote': true,
  'thread.yield-then-promote': true,
}

type Copying = Extract<Canon, { name: 'stream.read' }>

/** Whether a canonical definition lowers a function for calls that wait for the result. */
export function isSynchronousLower(canon: Canon): boolean {
  return canon.name === 'lower' && !isAsync(canon.options)
}

const isAsync = (options: readonly CanonOption[]) => options.some(({ kind }) => kind === 'async')
