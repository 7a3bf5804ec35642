import { generateBindings } from '../../src/bindgen/generate-bindings.js'
import type { ExportStyle } from '../../src/bindgen/glue-plan.js'
import { type WantedFunction, wantedExports } from '../../src/bindgen/wanted-exports.js'
import { loadWorldFromText } from '../../src/wit/load-world.js'
import type { GuestSources } from './build-guest.js'
import { type EchoType, TypeWriter } from './echo-types.js'

/** How a guest gives back what it is given. */
export const echoWays = [
  'sync',
  'async',
  'blocking',
  'blocking-early',
  'task',
  'sync through sync',
  'async through sync',
  'async through async',
  'blocking through async',
  'task through async',
  'parameters',
  'parameters through async',
  'stream',
  'stream copied by async',
  'stream copied by blocking-early',
  'stream copied by task',
  'stream through async',
  'future',
  'future copied by async',
  'future through async',
] as const

export type EchoWay = (typeof echoWays)[number]

export interface EchoFunction {
  readonly way: EchoWay
  readonly type: EchoType
  /** Several, where parameters are given back as a tuple. */
  readonly name: string
}

/** WIT and AssemblyScript of a guest whose functions give back what they are given. */
export async function echoGuest(functions: readonly EchoFunction[]): Promise<GuestSources> {
  const wit = witOf(functions)
  const { world } = await loadWorldFromText([{ path: 'fuzz.wit', text: wit }])
  const streams = generateBindings(world).get('streams.ts') ?? ''
  const imports = new Imports()
  const texts = wantedExports(world, './gen').functions.map((wanted, index) =>
    functionText(functions[index]!, wanted, imports, streams),
  )
  return { wit, source: [imports.text(), ...texts].join('\n') }
}

function witOf(functions: readonly EchoFunction[]): string {
  const writer = new TypeWriter()
  const declared = functions.map(({ way, type, name }) => {
    const kind = /^(stream|future)/.exec(way)?.[0]
    const text = writer.text(type)
    const value = kind === undefined ? text : `${kind}<${text}>`
    const parameters = way.startsWith('parameters') ? text.slice('tuple<'.length, -1) : undefined
    const list =
      parameters === undefined
        ? `value: ${value}`
        : topLevelParts(parameters)
            .map((part, index) => `p${index}: ${part}`)
            .join(', ')
    return { name, way, signature: `func(${list}) -> ${value};` }
  })
  const use = writer.names.length === 0 ? '' : `use types.{${writer.names.join(', ')}};`
  const imported = declared
    .filter(({ way }) => way.includes('through'))
    .map(
      ({ name, way, signature }) => `${hostName(name)}: ${way.endsWith('async') ? 'async ' : ''}${signature}`,
    )
  const exported = declared.map(
    ({ name, way, signature }) => `${name}: ${way.startsWith('sync') ? '' : 'async '}${signature}`,
  )
  return `package test:fuzz;
interface types { ${writer.declarations.join('\n')} }
interface host { ${use}\n${imported.join('\n')} }
interface guest { ${use}\n${exported.join('\n')} }
world fuzz { import host; export guest; }`
}

/** What commas part that stand in no brackets. */
function topLevelParts(text: string): string[] {
  let depth = 0
  let part = ''
  const parts: string[] = []
  for (const character of text) {
    if (character === '<') depth++
    if (character === '>') depth--
    if (character === ',' && depth === 0) {
      parts.push(part)
      part = ''
    } else part += character
  }
  return [...parts, part]
}

/** Import statements by module, each name once. */
class Imports {
  readonly #names = new Map<string, Set<string>>()

  add(statement: string): void {
    for (const [, names, module] of statement.matchAll(/import \{([^}]*)\} from '(.*?)'/g))
      for (const name of names!.split(',')) this.name(name.trim(), module!)
  }

  name(name: string, module: string): void {
    if (name !== '') this.#names.set(module, (this.#names.get(module) ?? new Set()).add(name))
  }

  text(): string {
    return [...this.#names]
      .map(([module, names]) => `import { ${[...names].join(', ')} } from '${module}'`)
      .join('\n')
  }
}

const hostModule = './gen/test-fuzz-host'
const library = '@weft/assemblyscript/assembly/component'

function styleOf(way: EchoWay): ExportStyle {
  if (way.startsWith('sync')) return 'sync'
  const style = /(?:^|copied by )(blocking-early|blocking|task)/.exec(way)?.[1]
  return (style as ExportStyle | undefined) ?? 'async'
}

function functionText(
  { way, name }: EchoFunction,
  wanted: WantedFunction,
  imports: Imports,
  streams: string,
): string {
  const style = styleOf(way)
  const signature = wanted.signatures.find(
    (each) => each.style === (style === 'task' ? 'blocking-early' : style),
  )!
  for (const line of signature.imports) imports.add(line)
  const returned = wanted.returnName!
  if (style !== 'sync') imports.name(returned, './gen/exports/test-fuzz-guest')
  if (way.includes('through')) imports.name(hostName(name), hostModule)
  const value = way.startsWith('parameters') ? parameterNames(signature.text) : 'value'
  if (way.includes('copied')) return copied(way, name, signature.text, returned, imports, streams)
  if (style === 'task') return taskText(way, name, balanced(signature.text, 'value: '), returned, imports)
  if (style === 'blocking-early') return `${signature.text} { ${returned}(value) }`
  const wait = way === 'blocking through async' ? '.wait()' : ''
  const await_ = way.endsWith('through async') && wait === '' ? 'await ' : ''
  if (way.includes('through'))
    return `${signature.text} { return ${await_}${hostName(name)}(${value})${wait} }`
  const type = /: Promise<(.*)>$/.exec(signature.text)?.[1]
  return `${signature.text} { return ${way === 'parameters' ? `new ${type}(${value})` : value} }`
}

function parameterNames(text: string): string {
  return [...new Set([...text.matchAll(/\b(p\d+): /g)].map(([, name]) => name))].join(', ')
}

function taskText(way: EchoWay, name: string, type: string, returned: string, imports: Imports): string {
  if (way === 'task') return taskClass(name, type, '', `${returned}(this.value); return Poll.Done`, imports)
  const call = `${pascal(hostName(name))}Call`
  imports.name(call, hostModule)
  const body = `let call = this.call; if (call === null) { call = ${hostName(name)}(this.value); this.call = call }
    if (!this.ready(call, 1)) return Poll.Pending; ${returned}(call.value); return Poll.Done`
  return taskClass(name, type, `private call: ${call} | null = null`, body, imports)
}

function taskClass(name: string, type: string, fields: string, body: string, imports: Imports): string {
  for (const each of ['Poll', 'Task']) imports.name(each, library)
  return `export class ${pascal(name)} extends Task {
  ${fields}
  constructor(readonly value: ${type}) { super() }
  resume(): Poll { ${body} }
}`
}

/** The host's function of the same number as a guest's. */
export function hostName(name: string): string {
  return name.replace('e', 'h')
}

function pascal(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1)
}

function copied(
  way: EchoWay,
  name: string,
  text: string,
  returned: string,
  imports: Imports,
  streams: string,
): string {
  const kind = way.startsWith('stream') ? 'Stream' : 'Future'
  const element = balanced(text, `value: ${kind}<`)
  const create = [...streams.matchAll(/export function (\w+)\(\): (\w+)Pair<(.*)> \{/g)].find(
    (each) => each[2] === kind && each[3] === element,
  )![1]!
  imports.name(create, './gen/streams')
  imports.name('Chunk', library)
  const pair = `const pair = ${create}()`
  if (kind === 'Future') {
    const body = `const got = await value; ${pair}; ${returned}(pair.reader); await pair.writer.write(got)`
    return `${text.replace(/: Promise<.*>$/, ': Promise<void>')} { ${body} }`
  }
  if (way === 'stream copied by task') return streamTask(name, element, create, returned, imports)
  const [await_, wait] = way.endsWith('async') ? ['await ', ''] : ['', '.wait()']
  const body = `${pair}; ${returned}(pair.reader); const sink = pair.writer; const chunk = new Chunk<${element}>(5)
    while (${await_}value.read(chunk)${wait}) if (!(${await_}sink.write(chunk)${wait})) break
    sink.drop(); value.drop()`
  return `${text.replace(/: Promise<.*>$/, ': Promise<void>')} { ${body} }`
}

function streamTask(
  name: string,
  element: string,
  create: string,
  returned: string,
  imports: Imports,
): string {
  imports.name('StreamWriter', library)
  const fields = `private sink: StreamWriter<${element}> | null = null; private chunk: Chunk<${element}> = new Chunk<${element}>(5);`
  const body = `for (;;) switch (this.state) {
    case 0: { const pair = ${create}(); ${returned}(pair.reader); this.sink = pair.writer }
    case 1: if (!this.ready(this.value.read(this.chunk), 2)) return Poll.Pending
    case 2: if (this.chunk.length == 0) { if (this.value.ended) { this.sink!.drop(); this.value.drop(); return Poll.Done } this.state = 1; continue }
      if (!this.ready(this.sink!.write(this.chunk), 3)) return Poll.Pending
    case 3: this.state = 1; continue
    default: unreachable()
  } return Poll.Done`
  return taskClass(name, `Stream<${element}>`, fields, body, imports)
}

/** The text behind `start`, until a bracket closes that stands open there. */
function balanced(text: string, start: string): string {
  const from = text.indexOf(start) + start.length
  let depth = 0
  let to = from
  for (; to < text.length; to++) {
    if (text[to] === '<' || text[to] === '(') depth++
    else if ((text[to] === '>' || text[to] === ')') && --depth < 0) break
  }
  return text.slice(from, to)
}
