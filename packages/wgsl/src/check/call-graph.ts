import type { Node } from '../read/node.js'
import type { ProgramFunction, ProgramTable, Signature } from '../read/program.js'
import { forEachPlain } from '../read/walk.js'
import type { Diagnostics } from './diagnostics.js'

interface Callers {
  readonly kernel: number
  readonly functions: ReadonlyMap<number, ProgramFunction>
  readonly tables: readonly ProgramTable[]
  readonly types: readonly (Signature | undefined)[]
}

/**
 * The functions that the kernel can reach, callees before callers. Recursion and calls of imports, which WGSL does not
 * have, go to `diagnostics`.
 */
export function callGraph(callers: Callers, diagnostics: Diagnostics): number[] {
  const order: number[] = []
  const path: number[] = []
  const done = new Set<number>()
  const visit = (index: number, caller: number, offset: number | undefined): void => {
    const cycle = path.indexOf(index)
    if (cycle >= 0) reportRecursion(path.slice(cycle), diagnostics, caller, offset)
    if (cycle >= 0 || done.has(index)) return
    const target = callers.functions.get(index)
    if (target === undefined) {
      diagnostics.add(
        'import-call',
        `an imported function is called`,
        'do this outside of the kernel',
        caller,
        offset,
      )
      return
    }
    path.push(index)
    for (const [callee, at] of callees(target.body, callers)) visit(callee, index, at)
    path.pop()
    done.add(index)
    order.push(index)
  }
  visit(callers.kernel, callers.kernel, undefined)
  return order
}

/** Every function that a body may call, with the place of the first call. */
function callees(body: readonly Node[], callers: Callers): Map<number, number> {
  const found = new Map<number, number>()
  const add = (index: number, offset: number) => {
    if (!found.has(index)) found.set(index, offset)
  }
  forEachPlain(body, ({ name, immediates, offset }) => {
    const [first, second] = immediates
    if (name === 'call' && first?.kind === 'function') add(first.index, offset)
    if (name !== 'call_indirect' || first?.kind !== 'type' || second?.kind !== 'table') return
    const wanted = callers.types[first.index]
    for (const target of new Set(callers.tables[second.index])) {
      const found = target === undefined ? undefined : callers.functions.get(target)
      if (found !== undefined && wanted !== undefined && sameSignature(found.signature, wanted)) {
        add(found.index, offset)
      }
    }
  })
  return found
}

export function sameSignature(left: Signature, right: Signature): boolean {
  return left.parameters.join() === right.parameters.join() && left.results.join() === right.results.join()
}

function reportRecursion(
  cycle: readonly number[],
  diagnostics: Diagnostics,
  caller: number,
  offset: number | undefined,
): void {
  const names = [...cycle, cycle[0]!].map((index) => diagnostics.nameOf(index))
  diagnostics.add(
    'recursion',
    `a GPU has no recursion: ${names.join(' calls ')}`,
    'use a loop, with a stack of its own if it needs one',
    caller,
    offset,
  )
}
