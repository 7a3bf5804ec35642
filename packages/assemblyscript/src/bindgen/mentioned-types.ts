import type { WitType } from '../wit/world.js'
import type { ResolvedType } from './resolve-alias.js'

/** The types that a type is made of, in the order of the text. */
export function mentionedBy(type: ResolvedType): readonly WitType[] {
  switch (type.kind) {
    case 'primitive':
    case 'own':
    case 'borrow':
      return []
    case 'list':
      return [type.element]
    case 'stream':
    case 'future':
      return type.element === undefined ? [] : [type.element]
    case 'tuple':
      return type.types
    case 'option':
      return [type.type]
    case 'result':
      return [type.ok, type.error].filter((part) => part !== undefined)
    case 'map':
      return [type.key, type.value]
    case 'named':
      return partsOfDeclared(type)
  }
}

function partsOfDeclared({ type: { body } }: Extract<ResolvedType, { kind: 'named' }>): readonly WitType[] {
  if (body.kind === 'record') return body.fields.map(({ type }) => type)
  if (body.kind === 'variant') return body.cases.flatMap(({ type }) => (type === undefined ? [] : [type]))
  return []
}
