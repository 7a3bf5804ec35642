import { parseFunctionName } from '../host/names.js'
import { docComment } from './doc-comment.js'
import { functionMember } from './function-text.js'
import type { Block, Entry, NamedFunction } from './layout.js'
import { type Member, object, property } from './members.js'
import type { TypeWriter } from './type-text.js'

/** The declarations for a resource of a block: its instances, and its class, which is a value of the host's or of an instance. */
export function resourceDeclaration(writer: TypeWriter, block: Block, entry: Entry): readonly string[] {
  const { extern, name, className, isHome } = entry
  if (extern.kind !== 'resource') return []
  const comment = docComment(`\`resource ${extern.name}\``)
  if (!isHome) return [...comment, `type ${name} = ${writer.reference(extern.resource, 'out') ?? 'object'}`]
  const functions = writer.context.layout.homes.get(extern.resource)?.functions ?? []
  const isMethod = (each: NamedFunction) => parseFunctionName(each.name).kind === 'method'
  const member = (each: NamedFunction) => functionMember(writer, each, block.side)
  const methods = functions.filter(isMethod).map(member)
  const prototype = { ...property('prototype', name), text: `readonly prototype: ${name}` }
  const statics = functions.filter((each) => !isMethod(each)).map(member)
  return [
    ...[...comment, ...instanceLines(writer, block, name, methods)],
    ...docComment(`The class of \`${extern.name}\`.`),
    ...object(`interface ${className}`, [prototype, ...statics]),
  ]
}

function instanceLines(
  writer: TypeWriter,
  { side }: Block,
  name: string,
  methods: readonly Member[],
): readonly string[] {
  if (side === 'export') return object(`interface ${name} extends ${writer.helper('GuestResource')}`, methods)
  if (methods.length === 0) return [`type ${name} = object`]
  return object(`interface ${name}`, [...methods, dispose])
}

const dispose: Member = {
  key: '[Symbol.dispose]',
  kind: 'method',
  comment: docComment('Called when the component drops its handle.'),
  text: '[Symbol.dispose]?(): void',
}
