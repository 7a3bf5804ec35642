import type { WitType } from '../wit/world.js'
import type { GeneratedFile } from './generated-file.js'
import { type CoreType, layoutOf, recordLayout } from './layout.js'
import { liftFlat, liftFrom } from './lift-code.js'
import { lowerFlat, lowerTo } from './lower-code.js'
import { addressText, loadText, type Place, slotBytes, storeText } from './place.js'
import { isDirect } from './value-parts.js'

/** A value to be lowered: an expression that may be evaluated twice. */
interface TypedValue {
  readonly type: WitType
  readonly value: string
}

/** What has to be done first, and the core values that come of it. */
export interface Lowered {
  readonly statements: readonly string[]
  readonly values: readonly string[]
}

/** The bytes that the library's static area has. */
const returnAreaBytes = 1024

/** Core values that are passed one by one: those of variants lie in the static area for a moment. */
export function lowerSideBySide(file: GeneratedFile, parts: readonly TypedValue[]): Lowered {
  const statements: string[] = []
  const values: string[] = []
  for (const { type, value } of parts) {
    if (isDirect(type)) {
      values.push(...lowerFlat(file, type, value))
      continue
    }
    const place = slotPlace(file, values.length)
    const { flat } = layoutOf(type)
    statements.push(`memory.fill(${addressText(place)}, 0, ${flat.length * slotBytes})`)
    statements.push(...lowerTo(file, type, place, value))
    values.push(...flat.map((core, index) => loadText(core, slotPlace(file, values.length + index))))
  }
  return { statements, values }
}

/** The address of a new area that holds the values as the fields of a record. */
function lowerTogether(file: GeneratedFile, parts: readonly TypedValue[]): Lowered {
  const { sizeBytes, offsets } = recordLayout(parts.map(({ type }) => type))
  const statements = [`const $area = ${file.internal('newArea')}(${sizeBytes})`]
  parts.forEach(({ type, value }, index) => {
    statements.push(
      ...lowerTo(file, type, { layout: 'memory', address: '$area', offset: offsets[index]! }, value),
    )
  })
  return { statements, values: ['$area'] }
}

/** Core parameters: side by side if there are at most `limit`, else together. */
export function lowerParameters(file: GeneratedFile, parts: readonly TypedValue[], limit: number): Lowered {
  const count = recordLayout(parts.map(({ type }) => type)).flat.length
  return count > limit ? lowerTogether(file, parts) : lowerSideBySide(file, parts)
}

/** Types of the core parameters that values of these types are passed by. */
export function coreParameters(types: readonly WitType[], limit: number): readonly CoreType[] {
  const { flat } = recordLayout(types)
  return flat.length > limit ? ['i32'] : flat
}

/** Statements that lift the one core value of a type, and return it. */
export function returnLifted(file: GeneratedFile, type: WitType, value: string): readonly string[] {
  if (isDirect(type)) return [`return ${liftFlat(file, type, [value])}`]
  const place = slotPlace(file, 0)
  return [storeText(layoutOf(type).flat[0] ?? 'i32', place, value), `return ${liftFrom(file, type, place)}`]
}

/** What lifts parameters of an export: an expression for each, and what comes before and after they are evaluated. */
export interface LiftedParameters {
  readonly before: readonly string[]
  readonly values: readonly string[]
  readonly after: readonly string[]
}

/** Lifts parameters out of core values called `core0`, `core1` …, or out of the record that `core0` points to. */
export function liftParameters(
  file: GeneratedFile,
  types: readonly WitType[],
  limit: number,
): LiftedParameters {
  const { flat, flatOffsets, offsets, sizeBytes } = recordLayout(types)
  if (flat.length > limit) {
    const values = types.map((type, index) =>
      liftFrom(file, type, { layout: 'memory', address: '<usize>core0', offset: offsets[index]! }),
    )
    return { before: [], values, after: [`${file.internal('releaseLifted')}(core0, ${sizeBytes})`] }
  }
  const before: string[] = []
  const values = types.map((type, index) => {
    const start = flatOffsets[index]!
    const cores = layoutOf(type).flat.map((core, part) => ({ core, value: `core${start + part}` }))
    if (isDirect(type))
      return liftFlat(
        file,
        type,
        cores.map(({ value }) => value),
      )
    before.push(
      ...cores.map(({ core, value }, part) => storeText(core, slotPlace(file, start + part), value)),
    )
    return liftFrom(file, type, slotPlace(file, start))
  })
  return { before, values, after: [] }
}

/** An expression for an area that a result of a type fits in. */
export function resultArea(file: GeneratedFile, type: WitType): string {
  const { sizeBytes } = layoutOf(type)
  return isLarge(type) ? `${file.internal('newArea')}(${sizeBytes})` : file.internal('returnArea')
}

/** True for types whose values do not fit in the static area. */
export function isLarge(type: WitType): boolean {
  return layoutOf(type).sizeBytes > returnAreaBytes
}

function slotPlace(file: GeneratedFile, index: number): Place {
  return { layout: 'slots', address: file.internal('returnArea'), offset: index * slotBytes }
}
