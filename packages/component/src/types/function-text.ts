import type { FunctionDescription } from '../describe/descriptions.js'
import { camelCase, parseFunctionName } from '../host/names.js'
import { docComment } from './doc-comment.js'
import type { NamedFunction, Side } from './layout.js'
import type { Member } from './members.js'
import { memberKey, parameterNames } from './names.js'
import { isKind, isPlainOption } from './type-shapes.js'
import type { TypeWriter } from './type-text.js'
import { WitWriter } from './wit-text.js'

/** A function as a member of an interface, with the WIT that it comes from. */
export function functionMember(writer: TypeWriter, { name, type }: NamedFunction, side: Side): Member {
  const { kind, label } = parseFunctionName(name)
  const skipped = kind === 'method' ? 1 : 0
  const parameters = parameterList(writer, type, side, skipped)
  // Constructors give instances on both sides.
  const returns = side === 'export' || kind === 'constructor' ? exportResult : importResult
  const key = kind === 'constructor' ? 'new ' : memberKey(camelCase(label))
  const wit = new WitWriter(writer.context).function(type, skipped)
  return {
    key,
    kind: 'method',
    comment: docComment(`\`${name}: ${wit}\``, ...thrown(writer, type, side)),
    text: `${key}(${parameters}): ${returns(writer, type)}`,
  }
}

function parameterList(
  writer: TypeWriter,
  { params }: FunctionDescription,
  side: Side,
  skipped: number,
): string {
  const required = params.findLastIndex(({ type }) => !isPlainOption(type))
  const names = parameterNames(params.map(({ label }) => label))
  const list = params.map(({ type }, index) => {
    const optional = side === 'export' && index > required ? '?' : ''
    return `${names[index]}${optional}: ${writer.type(type, side === 'export' ? 'in' : 'out')}`
  })
  return list.slice(skipped).join(', ')
}

/** What a component's function gives: ok alone, and a promise if its type is asynchronous. */
function exportResult(writer: TypeWriter, { async, result }: FunctionDescription): string {
  const value = isKind(result, 'result') ? result.ok : result
  if (async && isKind(value, 'future')) return `Promise<${writer.keptFuture(value)}>`
  const text = value ? writer.type(value, 'out') : 'void'
  return async ? `Promise<${text}>` : text
}

/** What the host's function may return. A promise from one that returns a future is this future. */
function importResult(writer: TypeWriter, { async, result }: FunctionDescription): string {
  const text = writer.settled(result)
  const isFuture = isKind(isKind(result, 'result') ? result.ok : result, 'future')
  return async && !isFuture ? `${text} | PromiseLike<${text}>` : text
}

function thrown(writer: TypeWriter, { result }: FunctionDescription, side: Side): readonly string[] {
  if (!isKind(result, 'result')) return []
  const payload = result.error ? writer.type(result.error, side === 'export' ? 'out' : 'in') : 'undefined'
  return [`@throws ${side === 'export' ? `ComponentError<${payload}>` : `{ payload: ${payload} }`}`]
}
