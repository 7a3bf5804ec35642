/** A member or function as generated text declares it. */
interface Declared {
  readonly owner: string | undefined
  readonly kind: 'method' | 'static' | 'getter' | 'constructor' | 'function'
  readonly name: string
  readonly types: readonly string[]
  readonly result: string
}

/** Appends functions to a generated file that mention all that it declares, so that the compiler looks at all of it. */
export function useEverything(text: string): string {
  const declared = findDeclared(text)
  const statements = declared.flatMap(useOf)
  if (statements.length === 0) return text
  return `${text}\nexport function use$everything(): void {\n${statements.map((line) => `  ${line}\n`).join('')}}\n`
}

function findDeclared(text: string): readonly Declared[] {
  const pattern =
    /^export (?:abstract )?class (?<className>[\w$]+)(?: extends (?<base>[\w$.]+))?|^export function (?<name>[\w$]+)\((?<parameters>[^{}]*?)\): (?<result>[^{]*) \{$|^ {2}(?<modifier>static |get |private |protected |)(?<member>[\w$]+)\((?<memberParameters>[^{}]*?)\)(?:: [^{]*)? \{\}?$|^(?<end>})/gm
  const declared: Declared[] = []
  let owner: string | undefined
  for (const { groups = {} } of text.matchAll(pattern)) {
    if (groups.end !== undefined) owner = undefined
    else if (groups.className !== undefined) {
      owner = groups.className
      if (groups.base?.includes('Resource') === true) declared.push(member(owner, 'drop'))
      if (groups.base === '$.ExportedResource') declared.push(member(owner, '$give'))
    } else if (groups.name !== undefined)
      declared.push({
        owner: undefined,
        kind: 'function',
        name: groups.name,
        types: typesOf(groups.parameters),
        result: groups.result!,
      })
    else if (owner !== undefined && !/private|protected/.test(groups.modifier!))
      declared.push({
        owner,
        kind: kindOf(groups),
        name: groups.member!,
        types: typesOf(groups.memberParameters),
        result: '',
      })
  }
  return declared
}

function member(owner: string, name: string): Declared {
  return { owner, kind: 'method', name, types: [], result: '' }
}

/** Calls of all that the object for a type of streams or futures has. */
function streamUses(name: string, result: string): readonly string[] {
  const [, kind, element] = /^\$\.(Stream|Future)Type<(.*)>$/.exec(result) ?? []
  if (kind === undefined) return []
  const copied = kind === 'Stream' ? '(0, 0, 0)' : '(0, 0)'
  const plain = [
    'create()',
    `read${copied}`,
    `write${copied}`,
    'cancelRead(0)',
    'cancelWrite(0)',
    'dropReadable(0)',
  ]
  const own = ['dropWritable(0)', 'elementBytes', 'lift(0)', `lower(0, load<${element}>(0))`]
  return [...plain, ...own, ...(kind === 'Stream' ? ['direct'] : [])].map((use) => `${name}().${use}`)
}

function kindOf({ modifier, member }: Record<string, string | undefined>): Declared['kind'] {
  if (member === 'constructor') return 'constructor'
  if (modifier === 'static ') return 'static'
  return modifier === 'get ' ? 'getter' : 'method'
}

function typesOf(parameters = ''): readonly string[] {
  const plain = parameters.replaceAll(/\/\*\*.*?\*\//gs, '')
  return splitTop(plain).map((parameter) => parameter.replace(/^[^:]*: /, '').trim())
}

/** Splits at commas that are in no angle brackets. */
function splitTop(text: string): readonly string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (const [index, character] of [...text].entries()) {
    if (character === '<') depth++
    if (character === '>') depth--
    if (character !== ',' || depth > 0) continue
    parts.push(text.slice(start, index))
    start = index + 1
  }
  return [...parts, text.slice(start)].filter((part) => part.trim() !== '')
}

function useOf({ owner, kind, name, types, result }: Declared): readonly string[] {
  const values = types.map((type) => `load<${type}>(0)`).join(', ')
  switch (kind) {
    case 'function':
      return [`${name}(${values})`, ...streamUses(name, result)]
    case 'constructor':
      return [`new ${owner}(${values})`]
    case 'static':
      return [`${owner}.${name}(${values})`]
    case 'getter':
      return [`load<${owner}>(0).${name}`]
    case 'method':
      return [`load<${owner}>(0).${name}(${values})`]
  }
}
