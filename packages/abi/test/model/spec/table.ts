import { trap, trap_if } from './trap.js'

/** Table State. */
export class Table<Element> {
  static readonly MAX_LENGTH = 2 ** 28 - 1
  array: (Element | undefined)[] = [undefined]
  free: number[] = []

  get(i: number): Element {
    trap_if(i >= this.array.length, 'unknown handle')
    return this.array[i] ?? trap('unknown handle')
  }

  add(e: Element): number {
    const i = this.free.pop()
    if (i === undefined) return this.array.push(e) - 1
    this.array[i] = e
    return i
  }

  remove(i: number): Element {
    const e = this.get(i)
    this.array[i] = undefined
    this.free.push(i)
    return e
  }

  elements(): Element[] {
    return this.array.filter((e) => e !== undefined)
  }
}
