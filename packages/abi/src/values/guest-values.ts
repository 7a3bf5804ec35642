import type { LiftLowerContext } from '../options.js'
import type { FundamentalType } from './fundamental-type.js'

/** A list in the memory of the guest that it was lifted from, aligned and inside its bounds. */
export class GuestList {
  readonly cx: LiftLowerContext
  readonly ptr: number
  readonly length: number
  readonly element: FundamentalType

  constructor(cx: LiftLowerContext, ptr: number, length: number, element: FundamentalType) {
    this.cx = cx
    this.ptr = ptr
    this.length = length
    this.element = element
  }
}

/** A variant on its way from one guest to another. */
export class GuestCase {
  readonly index: number
  readonly value: unknown

  constructor(index: number, value: unknown) {
    this.index = index
    this.value = value
  }
}
