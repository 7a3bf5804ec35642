import type { ComponentInstance } from '../spec/instance.js'
import type { Choice } from '../spec/store.js'
import type { Thread } from '../spec/thread.js'
import type { Waitable } from '../spec/waitable.js'
import { type Entry, entryText } from './program.js'
import { means } from './trap-category.js'

/** What was seen is not what the specification allows. */
export class Difference extends Error {}

/** A choice where what was seen does not tell at once: of `count`, `taken` is tried. */
export interface Guess {
  readonly count: number
  taken: number
}

/**
 * Makes the model do what was seen: each choice is the one that leads to the next entry. If there is none, what was
 * seen is not legal.
 */
export class Follower implements Choice {
  readonly #seen: readonly Entry[]
  /** Those to be taken again, and those made since. */
  readonly guesses: Guess[]
  #guessed = 0
  position = 0

  constructor(seen: readonly Entry[], guesses: Guess[]) {
    this.#seen = seen
    this.guesses = guesses
  }

  get next(): Entry | undefined {
    return this.#seen[this.position]
  }

  readonly record = (entry: Entry): void => {
    const { next } = this
    if (next === undefined || !same(next, entry))
      throw new Difference(
        `expected: ${entryText(entry)}\nseen:     ${next ? entryText(next) : 'nothing more'}`,
      )
    this.position++
  }

  thread(candidates: readonly Thread[]): Thread {
    const { next } = this
    // What has run before is seen to run before it traps; what starts may trap over its arguments.
    const fitting = candidates.filter(
      (each) => this.#is_next(each) || (next?.kind === 'trap' && !has_started(each)),
    )
    if (fitting.length > 0) return fitting[this.#guess(fitting.length)]!
    const names = candidates.map((each) => name(each)).join(', ') || 'nothing'
    throw new Difference(`may run: ${names}\nseen:    ${next ? entryText(next) : 'nothing more'}`)
  }

  event(candidates: readonly Waitable[], inst: ComponentInstance): Waitable {
    const { next } = this
    const index_of = (each: Waitable) => inst.handles.array.indexOf(each)
    const fitting = candidates.filter((each) => next?.kind === 'trap' || index_of(each) === next?.values[1])
    if (fitting.length > 0) return fitting[this.#guess(fitting.length)]!
    const names = candidates.map(index_of).join(', ')
    throw new Difference(`may have events: ${names}\nseen: ${next ? entryText(next) : 'nothing more'}`)
  }

  /** If it is seen next, it may have waited even so, and run again before anything else was seen. */
  goes_on(thread: Thread): boolean {
    return this.#is_next(thread) && this.#guess(2) === 1
  }

  waits_for_start(thread: Thread): boolean {
    return !this.#is_next(thread) || this.#guess(2) === 1
  }

  resumes_later(thread: Thread): boolean {
    return (!this.#is_next(thread) && this.next?.kind !== 'trap') || this.#guess(2) === 1
  }

  waits_for_cancelled(canceller: Thread): boolean {
    return !this.#is_next(canceller) || this.#guess(2) === 1
  }

  #guess(count: number): number {
    if (count === 1) return 0
    const guess = this.guesses[this.#guessed]
    if (guess === undefined) this.guesses.push({ count, taken: 0 })
    this.#guessed++
    return guess?.taken ?? 0
  }

  #is_next(thread: Thread): boolean {
    const { next } = this
    if (next === undefined || next.kind === 'trap') return false
    return has_started(thread)
      ? next.task === thread.storage[0] && next.kind !== 'enter'
      : next.kind === 'enter' && next.values[0] === thread.task.on_start.label
  }
}

/** Guests keep the number of the task where `context.get` finds it. */
function has_started({ storage: [number] }: Thread): boolean {
  return number !== 0
}

function same(seen: Entry, expected: Entry): boolean {
  if (seen.kind === 'trap' && expected.kind === 'trap') return means(seen.text, expected.text)
  return entryText(seen) === entryText(expected)
}

function name(thread: Thread): string {
  return has_started(thread) ? `task ${thread.storage[0]}` : `call ${thread.task.on_start.label}`
}
