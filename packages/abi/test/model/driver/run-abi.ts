import * as abi from '../../../src/index.js'
import { plainMapping } from '../../support/value-guest.js'
import { AbiWorld } from './abi-world.js'
import { memoryInUse } from './handle.js'
import { Interpreter } from './interpreter.js'
import type { Entry, Program } from './program.js'
import { idleEntry } from './run-model.js'
import { wordingOf } from './trap-category.js'

/** Used again for each program: engines have room for few memories. */
const memories = Array.from(
  { length: 4 },
  () => new abi.GuestMemory(new WebAssembly.Memory({ initial: 1, maximum: 1 })),
)

const maximumHostCalls = 12
/** Numbers of the host's calls; those of guests' calls are smaller. */
const firstHostCall = 1000

/** Runs the program on abi. Returns what was to be seen; the text of a trap is abi's. */
export async function runOnAbi(program: Program): Promise<Entry[]> {
  const seen: Entry[] = []
  const used = memories.slice(0, program.instances.length)
  for (const { bytes } of used) bytes.fill(0, 0, memoryInUse).fill(0, bytes.length - 16)
  const bytes = used.map((memory) => memory.bytes)
  const interpreter = new Interpreter(program, bytes, (entry) => seen.push(entry))
  let trapped: { readonly error: unknown } | undefined
  const world = new AbiWorld(program, interpreter, used, (error) => {
    trapped ??= { error }
    interpreter.stopped = true
  })
  const results = new Map<number, number>()
  for (let index = 0; more_calls(program, index, interpreter) && !trapped; index++) {
    const { target, settle } = program.hostCalls[index % program.hostCalls.length]!
    seen.push({ kind: 'invoke', task: 0, values: [firstHostCall + index, target], text: '' })
    invoke(world, target, firstHostCall + index, results)
    if (!settle || trapped) continue
    await turn()
    if (!trapped) seen.push(idleEntry(results, bytes))
    results.clear()
  }
  await turn()
  if (trapped) seen.push({ kind: 'trap', task: 0, values: [], text: await wordingOf(trapped.error) })
  else seen.push(idleEntry(results, bytes))
  return seen
}

/** The host calls on while there are steps that nobody takes. */
function more_calls({ hostCalls }: Program, index: number, { steps_left }: Interpreter): boolean {
  return index < hostCalls.length || (index < maximumHostCalls && steps_left > 0)
}

function invoke(world: AbiWorld, target: number, number: number, results: Map<number, number>): void {
  const keep = (value: unknown) => {
    results.set(number, typeof value === 'number' ? value : 0)
  }
  try {
    const outcome = abi.invoke(world.store, world.guarded(target), [number], plainMapping)
    if (outcome instanceof Promise) outcome.then(keep, () => undefined)
    else keep(outcome)
  } catch {
    // `guarded` has told.
  }
}

/** The host's next turn: whatever can run has run then, since no guest waits for anything outside. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
