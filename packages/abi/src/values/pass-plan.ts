import type { LiftLowerContext } from '../options.js'
import type { CoreValue, ValType } from '../types.js'
import { tuple_type } from './despecialize.js'
import { MAX_FLAT_PARAMS } from './flatten.js'
import { type FundamentalType, Kind } from './fundamental-type.js'
import { check_case } from './loading.js'
import { check_pointer } from './pointers.js'
import { convert_scalar } from './scalars.js'
import { store_value } from './storing.js'

/** What happens to one core value between two guests. */
export type Conversion = (value: CoreValue) => CoreValue

/** How core values go from guest to guest where they are all there is. */
export interface PassPlan {
  /** One for each core value; `undefined` where the value stays as it is. */
  readonly slots: readonly (Conversion | undefined)[]
  /** Whether every value stays as it is. */
  readonly identity: boolean
}

/**
 * A plan to pass values of types `ts` without lifting and lowering them, if they are numbers, booleans, characters,
 * enums and flags, alone or in records, and not more than `MAX_FLAT_PARAMS`; `undefined` otherwise. The same for every
 * pointer size. Conversions trap as `lift_flat` does.
 */
export function passPlan(ts: readonly ValType[]): PassPlan | undefined {
  const t = tuple_type(ts)
  if (t.layout32.flat.length > MAX_FLAT_PARAMS) return undefined
  const slots: (Conversion | undefined)[] = []
  return add(t, slots) ? { slots, identity: slots.every((slot) => slot === undefined) } : undefined
}

/** Whether a type can be passed so. */
function add(t: FundamentalType, slots: (Conversion | undefined)[]): boolean {
  if (t.kind === Kind.Record) return t.fields.every((field) => add(field, slots))
  if (t.kind === Kind.List && t.length !== undefined) {
    for (let index = 0; index < t.length; index++) if (!add(t.element!, slots)) return false
    return true
  }
  const conversion = conversion_of(t)
  if (conversion === null) return false
  slots.push(conversion)
  return true
}

/** Null for types that are more than a core value. */
function conversion_of(t: FundamentalType): Conversion | undefined | null {
  const { kind } = t
  if (kind === Kind.U32 || kind === Kind.S32 || (kind >= Kind.U64 && kind <= Kind.F64)) return undefined
  if (kind === Kind.Flags && t.keys.length === 32) return undefined
  if (kind <= Kind.Flags) return (value) => convert_scalar(value as number, t)
  if (kind !== Kind.Variant || t.cases.some((type) => type !== undefined)) return null
  return (value) => check_case(guest, (value as number) >>> 0, t)
}

const guest = { host: undefined }

/** How a result that is one core value goes from guest to guest. */
export interface ResultPlan {
  readonly convert: Conversion | undefined
  /** Puts the converted value where the caller wants it. */
  store(cx: LiftLowerContext, value: CoreValue, ptr: number): void
}

/** A plan to pass a result of types `ts` as `passPlan` does, if it is one number, boolean, character or flags. */
export function resultPlan(ts: readonly ValType[]): ResultPlan | undefined {
  const [t] = tuple_type(ts).fields
  const plan = passPlan(ts)
  if (t === undefined || plan === undefined || t.kind > Kind.F64) return undefined
  const { alignment, size } = t.layout32
  return {
    convert: plan.slots[0],
    store(cx, value, ptr) {
      check_pointer(cx, ptr, alignment, size, 'pointer')
      store_value(cx, value, t, ptr)
    },
  }
}
