import { ModelTrap } from '../spec/trap.js'
import type { Value } from '../spec/types.js'
import { Difference, Follower, type Guess } from './follow.js'
import { checksum, Interpreter } from './interpreter.js'
import { ModelWorld } from './model-world.js'
import { type Entry, entryText, type Program } from './program.js'

const memorySize = 65536

const maximumAttempts = 500

/** Runs the program on the model along what was seen. Throws a `Difference` where that is not legal. */
export function checkAgainstModel(program: Program, seen: readonly Entry[]): void {
  let guesses: Guess[] = []
  let farthest: { readonly position: number; readonly error: Error } | undefined
  for (let attempt = 0; attempt < maximumAttempts; attempt++) {
    const follower = new Follower(seen, guesses)
    try {
      follow(program, follower)
      return
    } catch (error) {
      const { position } = follower
      if (farthest === undefined || position > farthest.position)
        farthest = { position, error: error as Error }
    }
    guesses = next_guesses(guesses)
    if (guesses.length === 0) break
  }
  throw farthest!.error
}

/** The last guess that can be another is. */
function next_guesses(guesses: readonly Guess[]): Guess[] {
  const last = guesses.findLastIndex(({ count, taken }) => taken + 1 < count)
  return guesses
    .slice(0, last + 1)
    .map(({ count, taken }, index) => ({ count, taken: index === last ? taken + 1 : taken }))
}

function follow(program: Program, follower: Follower): void {
  const memories = program.instances.map(() => new Uint8Array(memorySize))
  const interpreter = new Interpreter(program, memories, follower.record)
  const world = new ModelWorld(program, interpreter, follower)
  const results = new Map<number, number>()
  try {
    for (let next = follower.next; next !== undefined; next = follower.next) {
      if (next.kind === 'invoke') invoke(world, next, follower, results)
      else if (next.kind === 'idle') rest(world, follower, results, memories)
      else world.store.tick()
    }
  } catch (error) {
    if (!(error instanceof ModelTrap)) throw error
    follower.record({ kind: 'trap', task: 0, values: [], text: error.rule })
    if (follower.next) throw new Difference(`after a trap: ${entryText(follower.next)}`)
  }
}

function invoke(world: ModelWorld, entry: Entry, follower: Follower, results: Map<number, number>): void {
  follower.record(entry)
  const [number = 0, target = 0] = entry.values
  const on_start = Object.assign(() => [number], { label: number })
  world.store.invoke(world.functions[target]!, on_start, (result) => {
    results.set(number, hostResult(result))
  })
}

/** Nothing can run, and the host has these results. */
function rest(
  { store }: ModelWorld,
  follower: Follower,
  results: Map<number, number>,
  memories: readonly Uint8Array[],
): void {
  const ready = store.ready_threads()
  if (ready.length > 0) follower.thread(ready)
  follower.record(idleEntry(results, memories))
  results.clear()
}

/** `results`: of the host's calls since the last time. */
export function idleEntry(results: ReadonlyMap<number, number>, memories: readonly Uint8Array[]): Entry {
  const values = [...[...results].sort(([a], [b]) => a - b).flat(), ...memories.map(checksum)]
  return { kind: 'idle', task: 0, values, text: '' }
}

function hostResult(result: Value[] | undefined): number {
  return result !== undefined && typeof result[0] === 'number' ? result[0] : 0
}
