import { Awaitable } from './awaitable'

/**
 * Who waits for events of which handle. Handles are small numbers that the host gives out again. The collector reaches
 * what is in here through the tasks.
 */
export namespace waitables {
  @lazy let table: usize = 0
  @lazy let capacity: i32 = 0

  export function set(handle: i32, awaitable: Awaitable): void {
    if (handle >= capacity) grow(handle)
    store<usize>(table + (<usize>handle << alignof<usize>()), changetype<usize>(awaitable))
  }

  export function get(handle: i32): Awaitable | null {
    return handle < capacity ? changetype<Awaitable | null>(load<usize>(table + (<usize>handle << alignof<usize>()))) : null
  }

  export function remove(handle: i32): void {
    if (handle < capacity) store<usize>(table + (<usize>handle << alignof<usize>()), 0)
  }

  function grow(handle: i32): void {
    const larger = max(handle + 1, capacity << 1)
    const oldBytes = <usize>capacity << alignof<usize>()
    const newBytes = <usize>larger << alignof<usize>()
    const moved = heap.alloc(newBytes)
    memory.copy(moved, table, oldBytes)
    memory.fill(moved + oldBytes, 0, newBytes - oldBytes)
    if (table != 0) heap.free(table)
    table = moved
    capacity = larger
  }
}
