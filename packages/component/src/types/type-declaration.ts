import type { FieldDescription, TypeDescription } from '../describe/descriptions.js'
import { docComment } from './doc-comment.js'
import { type Entry, homeName, isValueType } from './layout.js'
import { type Member, object } from './members.js'
import { isKind } from './type-shapes.js'
import type { Direction, TypeWriter } from './type-text.js'
import { WitWriter } from './wit-text.js'

/** The declarations for a type of a block: of what the component gives and, where that differs, of what it takes. */
export function typeDeclaration(writer: TypeWriter, entry: Entry): readonly string[] {
  const { extern, name, inputName, isHome } = entry
  if (extern.kind !== 'type' || !isValueType(extern.type)) return []
  const { type } = extern
  const home = isHome ? undefined : homeName(extern)
  const comment = docComment(`\`${new WitWriter(writer.context).declaration(extern.name, type, isHome)}\``)
  const declare = (local: string, direction: Direction) => {
    const reference = writer.reference(home, direction)
    const lines = reference ? [`type ${local} = ${reference}`] : body(writer, type, local, direction)
    return [...comment, ...lines]
  }
  return inputName === name ? declare(name, 'out') : [...declare(name, 'out'), ...declare(inputName, 'in')]
}

function body(
  writer: TypeWriter,
  type: TypeDescription,
  name: string,
  direction: Direction,
): readonly string[] {
  if (isKind(type, 'record'))
    return object(
      `interface ${name}`,
      type.fields.map((each) => documented(writer, each, direction)),
    )
  if (isKind(type, 'flags'))
    return object(
      `interface ${name}`,
      type.labels.map((each) => writer.flag(each)),
    )
  if (!isKind(type, 'variant')) return [`type ${name} = ${writer.shape(type, direction)}`]
  return [`type ${name} =`, ...type.cases.map((each) => `  | ${writer.case(each, direction)}`)]
}

function documented(writer: TypeWriter, field: FieldDescription, direction: Direction): Member {
  const wit = new WitWriter(writer.context).type(field.type)
  return { ...writer.field(field, direction), comment: docComment(`\`${wit}\``) }
}
