import type { PrimitiveKind } from '@weft/abi'

export type IntegerKind = Exclude<PrimitiveKind, 'bool' | 'f32' | 'f64' | 'char' | 'string' | 'error-context'>
export type FloatKind = 'f32' | 'f64'

/** A kind of NaN, as the text format names it: components have one NaN only, so each stands for any. */
type NanName = 'nan:canonical' | 'nan:arithmetic'

/** A value of the component model as test scripts write it, whatever its exact type. */
export type ComponentValue =
  | { readonly kind: IntegerKind; readonly value: bigint }
  | { readonly kind: FloatKind; readonly value: number | NanName }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'char' | 'str'; readonly value: string }
  | { readonly kind: 'list' | 'tuple'; readonly items: readonly ComponentValue[] }
  | { readonly kind: 'record'; readonly fields: readonly (readonly [string, ComponentValue])[] }
  | { readonly kind: 'variant'; readonly label: string; readonly payload: ComponentValue | undefined }
  | { readonly kind: 'enum'; readonly label: string }
  | { readonly kind: 'option'; readonly payload: ComponentValue | undefined }
  | { readonly kind: 'result'; readonly label: 'ok' | 'err'; readonly payload: ComponentValue | undefined }
  | { readonly kind: 'flags'; readonly labels: readonly string[] }
  /** A handle, stream, future or error context: no script can write one. */
  | { readonly kind: 'other'; readonly type: string }

/** True if both are the same value of the same type. NaNs are alike, and zeros differ by their sign. */
export function sameValue(left: ComponentValue, right: ComponentValue): boolean {
  return left.kind !== 'other' && canonicalText(left) === canonicalText(right)
}

/** The value as a script writes it. */
export function formatComponentValue(value: ComponentValue): string {
  switch (value.kind) {
    case 'char':
    case 'str':
      return `(${value.kind}.const ${JSON.stringify(value.value)})`
    case 'list':
    case 'tuple':
      return inBrackets(`${value.kind}.const`, value.items.map(formatComponentValue))
    case 'record':
      return inBrackets('record.const', value.fields.map(formatField))
    case 'variant':
      return inBrackets('variant.const', [JSON.stringify(value.label), ...formatPayload(value.payload)])
    case 'enum':
      return `(enum.const ${JSON.stringify(value.label)})`
    case 'option':
      return inBrackets(value.payload ? 'option.some' : 'option.none', formatPayload(value.payload))
    case 'result':
      return inBrackets(`result.${value.label}`, formatPayload(value.payload))
    case 'flags':
      return inBrackets(
        'flags.const',
        value.labels.map((label) => JSON.stringify(label)),
      )
    case 'other':
      return `(${value.type})`
    default:
      return `(${value.kind}.const ${formatNumber(value.value)})`
  }
}

function canonicalText(value: ComponentValue): string {
  return formatComponentValue(canonical(value))
}

/** The same value in the one way in which all equal values are written. */
function canonical(value: ComponentValue): ComponentValue {
  switch (value.kind) {
    case 'f32':
    case 'f64':
      return typeof value.value === 'string' ? { ...value, value: Number.NaN } : value
    case 'list':
    case 'tuple':
      return { ...value, items: value.items.map(canonical) }
    case 'record':
      return { ...value, fields: value.fields.map(([label, field]) => [label, canonical(field)] as const) }
    case 'variant':
    case 'option':
    case 'result':
      return value.payload === undefined ? value : { ...value, payload: canonical(value.payload) }
    case 'flags':
      return { ...value, labels: [...new Set(value.labels)].sort() }
    default:
      return value
  }
}

function formatField([label, value]: readonly [string, ComponentValue]): string {
  return `(field ${JSON.stringify(label)} ${formatComponentValue(value)})`
}

function formatPayload(payload: ComponentValue | undefined): string[] {
  return payload === undefined ? [] : [formatComponentValue(payload)]
}

function inBrackets(head: string, items: readonly string[]): string {
  return `(${[head, ...items].join(' ')})`
}

function formatNumber(value: bigint | number | boolean | string): string {
  if (Object.is(value, -0)) return '-0'
  return String(value).replace('Infinity', 'inf').replace('NaN', 'nan')
}
