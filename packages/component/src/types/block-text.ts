import type { ExternDescription } from '../describe/descriptions.js'
import { parseFunctionName, pascalCase } from '../host/names.js'
import { docComment } from './doc-comment.js'
import { functionMember } from './function-text.js'
import type { Block } from './layout.js'
import { indent, type Member, object, property } from './members.js'
import { externKey, memberKey } from './names.js'
import { resourceDeclaration } from './resource-declaration.js'
import type { TextContext } from './text-context.js'
import { typeDeclaration } from './type-declaration.js'
import { TypeWriter } from './type-text.js'

/** An interface, all imports or all exports: its object type, and the namespace of its types. */
export function blockText(context: TextContext, block: Block): readonly string[] {
  const members = block.externs.flatMap((extern) => memberOf(new TypeWriter(context), block, extern))
  const inside = new TypeWriter(context, block)
  const types = block.entries.flatMap((entry) => [
    ...typeDeclaration(inside, entry),
    ...resourceDeclaration(inside, block, entry),
  ])
  return [
    ...docComment(titleOf(block)),
    ...objectType(block, members),
    ...(types.length > 0 ? [`export declare namespace ${block.name} {`, ...indent(types), '}'] : []),
  ]
}

/** Aliases, unlike interfaces, can be given where the keys may be any strings. */
function objectType({ name, path }: Block, members: readonly Member[]): readonly string[] {
  return object(path === undefined ? `export type ${name} =` : `export interface ${name}`, members)
}

function titleOf({ path, side }: Block): string {
  if (path !== undefined) return `The ${side}ed interface \`${path}\`.`
  return side === 'import' ? 'What `Component.instantiate` takes.' : 'What `Instance.exports` has.'
}

function memberOf(writer: TypeWriter, block: Block, extern: ExternDescription): readonly Member[] {
  const key = memberKey(externKey(extern.name))
  switch (extern.kind) {
    case 'func':
      return parseFunctionName(extern.name).kind === 'function'
        ? [functionMember(writer, extern, block.side)]
        : []
    case 'instance':
      return [property(key, block.instances.get(extern)!.name)]
    case 'module':
      return [property(key, 'WebAssembly.Module')]
    case 'component':
      return [property(key, writer.helper('Component'))]
    case 'resource':
      return classMember(writer, block, extern)
    case 'type':
      return []
  }
}

/** The host gives a class where its resource is first imported, and where its functions are. */
function classMember(
  writer: TypeWriter,
  { side, entries, implemented }: Block,
  extern: ExternDescription & { readonly kind: 'resource' },
): readonly Member[] {
  const isHome = entries.some((entry) => entry.extern === extern && entry.isHome)
  if (side === 'import' && !isHome && !implemented.has(extern.name)) return []
  const type = writer.reference(extern.resource, 'class') ?? 'unknown'
  return [property(memberKey(pascalCase(extern.name)), type)]
}
