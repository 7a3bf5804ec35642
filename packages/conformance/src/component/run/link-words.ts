import type { LinkError } from '@weft/core'

/** What is wrong with a link in the words of test suites, which name the last item and the two sorts. */
export function linkWords({ path, wanted, given }: Pick<LinkError, 'path' | 'wanted' | 'given'>): string[] {
  const name = path.slice(path.lastIndexOf('#') + 1)
  const moduleImport = `module import \`${name.replace('.', '::')}\``
  if (wanted === 'nothing') return [`${moduleImport} not defined`]
  const sorts = sortPairs(wanted, given)
  // A module may import less than what is wanted imports, so what is wanted of an import is what is given for it.
  if (name.includes('.')) sorts.push(...sortPairs(given, wanted))
  if (given === 'nothing' || given === 'undefined')
    return [...sorts, 'was not found', `module export \`${name}\` not defined`]
  if (sortsOf(wanted)[0] !== sortsOf(given)[0]) return sorts
  return [
    ...sorts,
    ...['export', 'import'].map((word) => `${word} \`${name}\` has the wrong type`),
    `${moduleImport} has the wrong type`,
    ...mismatch(wanted),
  ]
}

function sortPairs(wanted: string, given: string): string[] {
  return sortsOf(wanted).flatMap((left) => sortsOf(given).map((right) => `expected ${left} found ${right}`))
}

const phrase = /^(?:an?|the same|another) (?:core )?(\w+)/

/** The names of a sort: `a core module` is a module. */
function sortsOf(text: string): readonly [string, ...string[]] {
  const sort = phrase.exec(text)?.[1] ?? text
  if (sort === 'function' || sort === 'func') return ['func', 'function']
  // What JavaScript gives for an instance, and for a core module.
  if (sort === 'object') return ['instance']
  if (sort === 'WebAssembly') return ['module']
  // Of types, only resources have to be given.
  return ['type', 'resource', 'class'].includes(sort) ? ['resource', 'type'] : [sort]
}

function mismatch(wanted: string): string[] {
  return sortsOf(wanted)[0] === 'resource' ? ['mismatched resource types'] : []
}
