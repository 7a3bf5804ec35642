import * as assemblyscript from 'assemblyscript'
import type { WantedExports, WantedFunction } from '../bindgen/wanted-exports.js'
import type { Refusal } from '../kernel-declaration.js'
import type { Scope } from '../wit/world.js'
import type { AuthorExports } from './author-exports.js'

/** Nothing in the author's file is what WIT wants. */
export function missingFunction({ source }: AuthorExports, wanted: WantedFunction): Refusal {
  const [first] = wanted.signatures
  const where = wanted.resource === undefined ? '' : ` of resource ${wanted.resource.name}`
  return {
    range: startOf(source),
    message: [
      `${source.normalizedPath} lacks the export ${wanted.name}${where}, which ${describe(wanted.scope)} has:`,
      `  ${wanted.wit}`,
      'Write:',
      ...(first?.imports ?? []).map((line) => `  ${line}`),
      `  ${first?.text ?? wanted.name} { … }`,
    ].join('\n'),
  }
}

export function missingClass(
  { source }: AuthorExports,
  className: string,
  scope: Scope,
  text: string,
  imports: readonly string[],
): Refusal {
  return {
    range: startOf(source),
    message: [
      `${source.normalizedPath} lacks the class ${className}, a resource of ${describe(scope)}. Write:`,
      ...imports.map((line) => `  ${line}`),
      `  ${text} { … }`,
    ].join('\n'),
  }
}

/** Functions and tasks that are exported and that WIT does not have: a name is misspelt. */
export function unknownExports(
  { named, namespaces }: AuthorExports,
  used: ReadonlySet<assemblyscript.DeclarationStatement>,
  wanted: WantedExports,
): Refusal[] {
  const names = wanted.functions.flatMap(({ name, taskName }) => [name, taskName])
  names.push(...wanted.resources.map(({ className }) => className))
  const own = [...named.values()].filter(({ node }) => isCallable(node) && !used.has(node))
  const refusals = own.map(({ name, node }) => {
    const near = names.find((each) => distance(each.toLowerCase(), name.toLowerCase()) <= 2)
    const hint = near === undefined ? 'the world has no such export' : `the world has ${near}: is that meant?`
    return { range: node.name.range, message: `nobody will see the export ${name}: ${hint}` }
  })
  return [...refusals, ...[...namespaces.values()].flatMap((each) => unknownExports(each, used, wanted))]
}

function isCallable(node: assemblyscript.DeclarationStatement): boolean {
  if (node instanceof assemblyscript.FunctionDeclaration) return true
  if (!(node instanceof assemblyscript.ClassDeclaration)) return false
  return node.extendsType?.name.identifier.text === 'Task'
}

function describe({ isInterface, name }: Scope): string {
  return `${isInterface ? 'the interface' : 'the world'} ${name}`
}

function startOf(source: assemblyscript.Source): assemblyscript.Range {
  const range = new assemblyscript.Range(0, 0)
  range.source = source
  return range
}

/** How many letters must be changed, added or left out: Levenshtein. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
