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
    return [...sorts, 'was not found in the linker', `module export \`${name}\` not defined`]
  const wrongType = [`export \`${name}\``, `import \`${name}\``, moduleImport].map(
    (item) => `${item} has the wrong type`,
  )
  if (sortsOf(wanted)[0] !== sortsOf(given)[0]) return [...sorts, ...wrongType]
  return [...sorts, ...wrongType, ...mismatch(wanted), ...functionTypes(wanted, given)]
}

function sortPairs(wanted: string, given: string): string[] {
  return sortsOf(wanted).flatMap((left) => sortsOf(given).map((right) => `expected ${left} found ${right}`))
}

const phrase = /^(?:an?|the same|the|another) (?:core )?(\w+)/

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

/** Which of the two is expected depends on whether a module imports or exports the function. */
function functionTypes(wanted: string, given: string): string[] {
  const [left, right] = [wanted, given].map((text) => /`\(func.*\)`$/.exec(text)?.[0])
  if (left === undefined || right === undefined) return []
  return [`expected type ${left}, found type ${right}`, `expected type ${right}, found type ${left}`]
}

function mismatch(wanted: string): string[] {
  return sortsOf(wanted)[0] === 'resource' ? ['mismatched resource types'] : []
}
