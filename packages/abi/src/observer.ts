import type { ComponentInstance } from './instance.js'

/** What begins and ends in a store. `task`: a call in its callee; `call`: the same in its caller; `wait`: a thread that is blocked. */
export type ObservedKind = 'task' | 'call' | 'wait'

/**
 * Is told what the guests of a store do, for traces. Called while they run: it must not call into the store, nor throw.
 * `key` is the same object from the beginning to the end. What a trap ends may have no end.
 */
export interface Observer {
  /** `name`: a function's, or why a thread waits. `instance`: a path. `within`: the key of what it is a part of, or was called by. */
  began(kind: ObservedKind, key: object, name: string, instance: string, within?: object): void
  ended(kind: ObservedKind, key: object, how?: 'cancelled' | 'trapped'): void
  /** A task has returned its result; it may go on. */
  returned(key: object): void
  /** `name`: the built-in, such as `stream.read`. A transfer between two guests is told by both. */
  copied(name: string, instance: string, elements: number, bytes: number): void
}

/**
 * Whether any store has an observer: one variable to look at where something begins or ends. Reading it from the store at
 * each of those places costs 10 ns of the 150 that a call takes.
 */
export let isObserved = false

/** A store with an observer was made. */
export function observe(): void {
  isObserved = true
}

export function tellBegan(
  { path, store }: ComponentInstance,
  kind: ObservedKind,
  key: object,
  name: string,
  within?: object,
): void {
  store.observer?.began(kind, key, name, path, within)
}

export function tellEnded(
  { store }: ComponentInstance,
  kind: ObservedKind,
  key: object,
  how?: 'cancelled' | 'trapped',
): void {
  store.observer?.ended(kind, key, how)
}
