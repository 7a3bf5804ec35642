import type { ExportStyle, GlueFunction, GluePlan } from '../../src/bindgen/glue-plan.js'
import {
  type WantedExports,
  type WantedFunction,
  type WantedResource,
  wantedExports,
} from '../../src/bindgen/wanted-exports.js'
import type { World } from '../../src/wit/world.js'
import { mergeImports } from './merge-imports.js'

export type AsyncStyle = Exclude<ExportStyle, 'sync'>

export interface Implementation {
  readonly plan: GluePlan
  /** The author's files by their names, each with one function or class. */
  readonly files: ReadonlyMap<string, string>
}

/** Functions that throw, for all that a world exports. */
export function implementWorld(world: World, asyncStyle: AsyncStyle): Implementation {
  const wanted = wantedExports(world, './gen')
  const files = new Map<string, string>()
  const imports: string[] = []
  const functions = wanted.functions.map((each, index): GlueFunction => {
    const { scope, resource, function: function_ } = each
    const style = function_.async ? asyncStyle : 'sync'
    const isMember = resource !== undefined && style !== 'task'
    if (isMember) return { scope, resource, function: function_, style, local: each.name }
    const name = style === 'task' ? each.taskName : each.name
    files.set(`function${index}.ts`, standalone(wanted, each, style))
    imports.push(`import { ${name} as own${index} } from './function${index}'`)
    return { scope, resource, function: function_, style, local: `own${index}` }
  })
  const resources = wanted.resources.map((each, index) => {
    files.set(`class${index}.ts`, classText(wanted, each, asyncStyle))
    imports.push(`import { ${each.className} as Own${index} } from './class${index}'`)
    return { resource: each.resource, className: `Own${index}`, hasDispose: true }
  })
  return { plan: { functions, resources, imports, bindings: './gen' }, files }
}

function signature({ signatures }: WantedFunction, style: ExportStyle) {
  const found = signatures.find((each) => each.style === style)!
  // The body of an async function, as the build makes it.
  const text = found.text.replace('async ', '').replace(/: Promise<(.*)>$/, ': $1')
  return { text, members: found.members ?? [], imports: found.imports }
}

function standalone(wanted: WantedExports, each: WantedFunction, style: ExportStyle): string {
  const { text, members, imports } = signature(each, style === 'blocking-early' ? 'blocking' : style)
  const body = style === 'task' ? `${members.join('\n')} { return Poll.Done }` : `throw new Error('nothing')`
  const whole = `${text} {\n${body}\n}`
  return [...imports, ...importClasses(wanted, whole), whole].join('\n')
}

function classText(
  wanted: WantedExports,
  { resource, text, imports, className }: WantedResource,
  asyncStyle: AsyncStyle,
): string {
  const style = asyncStyle === 'blocking-early' ? 'blocking' : asyncStyle
  const members = wanted.functions
    .filter((each) => each.resource === resource && !(each.function.async && style === 'task'))
    .map((each) => signature(each, each.function.async ? style : 'sync'))
  const bodies = members.map(
    (member) =>
      `  ${member.text} { ${member.text.startsWith('constructor') ? 'super();' : ''} throw new Error('nothing') }`,
  )
  const all = [...imports, ...members.flatMap((member) => member.imports)]
  const lines = [
    ...mergeImports(all),
    ...importClasses(wanted, bodies.join('\n'), className),
    `${text} {`,
    ...bodies,
  ]
  return [...lines, '  dispose(): void {}', '}'].join('\n')
}

function importClasses({ resources }: WantedExports, text: string, except?: string): readonly string[] {
  return resources.flatMap(({ className }, index) => {
    const isMentioned = className !== except && new RegExp(`\\b${className}\\b`).test(text)
    return isMentioned ? [`import { ${className} } from './class${index}'`] : []
  })
}
