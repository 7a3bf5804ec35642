import type { LiftLowerContext } from './options.js'
import type { ValType } from './types.js'
import { despecialize } from './values/despecialize.js'
import { type FundamentalType, layout } from './values/fundamental-type.js'

/** How elements of a stream or future lie in one guest's memory; made once for each built-in. */
export interface ElementLayout {
  /** `undefined` if elements carry nothing. */
  readonly element: FundamentalType | undefined
  /** In bytes; 0 if elements carry nothing. */
  readonly size: number
  readonly alignment: number
  /** The built-in that copies, for messages. */
  readonly builtin: string | undefined
}

export function elementLayout(t: ValType | undefined, cx: LiftLowerContext, builtin?: string): ElementLayout {
  if (t === undefined) return { element: undefined, size: 0, alignment: 1, builtin }
  const element = despecialize(t)
  const { alignment, size } = layout(element, cx.opts.memory?.addrtype ?? 'i32')
  return { element, size, alignment, builtin }
}
