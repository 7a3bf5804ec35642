import type { CaseType, DefinedType, LabeledType, ValueType, ValueTypeShape } from './type-model.js'

const present = (types: readonly (ValueType | undefined)[]): ValueType[] =>
  types.filter((type) => type !== undefined)

/** The value types that a type is directly made of. */
export function valueTypeParts(type: ValueTypeShape): readonly ValueType[] {
  switch (type.kind) {
    case 'record':
      return type.fields.map((field) => field.type)
    case 'variant':
      return present(type.cases.map((each) => each.type))
    case 'tuple':
      return type.types
    case 'option':
      return [type.type]
    case 'result':
      return present([type.ok, type.error])
    case 'list':
      return [type.element]
    case 'stream':
    case 'future':
      return present([type.element])
    case 'map':
      return [type.key, type.value]
    default:
      return []
  }
}

/** The type made of other parts. */
export function mapValueTypeParts(type: DefinedType, map: (part: ValueType) => ValueType): DefinedType {
  const maybe = (part: ValueType | undefined) => (part === undefined ? undefined : map(part))
  const each = <Item extends LabeledType | CaseType>(items: readonly Item[]): Item[] =>
    items.map((item) => ({ ...item, type: maybe(item.type) }))
  switch (type.kind) {
    case 'record':
      return { ...type, fields: each(type.fields) }
    case 'variant':
      return { ...type, cases: each(type.cases) }
    case 'tuple':
      return { ...type, types: type.types.map(map) }
    case 'option':
      return { ...type, type: map(type.type) }
    case 'result':
      return { ...type, ok: maybe(type.ok), error: maybe(type.error) }
    case 'list':
      return { ...type, element: map(type.element) }
    case 'stream':
    case 'future':
      return { ...type, element: maybe(type.element) }
    case 'map':
      return { ...type, key: map(type.key), value: map(type.value) }
    default:
      return type
  }
}
