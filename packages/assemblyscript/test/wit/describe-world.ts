import type { NamedType, Resource, Scope, WitFunction, WitType, World } from '../../src/wit/world.js'

/** A world as short lines, for snapshots. Named types are written with their scope's direction: `<a` is imported. */
export function describeWorld(world: World): string {
  const lines = [...world.imports, ...world.exports].flatMap((scope) => [
    `${scope.direction} ${scope.isInterface ? scope.name : 'own'}`,
    ...describeScope(scope).map((line) => `  ${line}`),
  ])
  return [world.name, ...lines].join('\n')
}

function describeScope({ uses, types, functions }: Scope): string[] {
  return [
    ...uses.map(({ name, type }) => `use ${describeName(type)} as ${name}`),
    ...types.flatMap(describeDeclared),
    ...functions.map(describeFunction),
  ]
}

function describeDeclared(type: NamedType | Resource): string[] {
  if (type.kind === 'resource') {
    return [`resource ${type.name}`, ...type.functions.map((one) => `  ${describeFunction(one)}`)]
  }
  const { name, body } = type
  switch (body.kind) {
    case 'record':
      return [
        `record ${name} { ${body.fields.map((one) => `${one.name}: ${describeType(one.type)}`).join(', ')} }`,
      ]
    case 'variant':
      return [
        `variant ${name} { ${body.cases.map((one) => `${one.name}(${describeOptional(one.type)})`).join(', ')} }`,
      ]
    case 'alias':
      return [`type ${name} = ${describeType(body.type)}`]
    default:
      return [`${body.kind} ${name} { ${body.labels.map((one) => one.name).join(', ')} }`]
  }
}

function describeFunction({ name, role, async, parameters, result }: WitFunction): string {
  const list = parameters.map((one) => `${one.name}: ${describeType(one.type)}`).join(', ')
  const words = [role === 'freestanding' ? '' : `${role} `, async ? 'async ' : ''].join('')
  return `${words}${name}(${list})${result === undefined ? '' : ` -> ${describeType(result)}`}`
}

function describeName({ scope, name }: NamedType | Resource): string {
  return `${scope.direction === 'import' ? '<' : '>'}${name}`
}

function describeOptional(type: WitType | undefined): string {
  return type === undefined ? '' : describeType(type)
}

function describeType(type: WitType): string {
  switch (type.kind) {
    case 'primitive':
      return type.primitive
    case 'named':
      return describeName(type.type)
    case 'own':
    case 'borrow':
      return `${type.kind} ${describeName(type.resource)}`
    case 'list':
      return `list<${describeType(type.element)}${type.length === undefined ? '' : `, ${type.length}`}>`
    case 'tuple':
      return `tuple<${type.types.map(describeType).join(', ')}>`
    case 'option':
      return `option<${describeType(type.type)}>`
    case 'result':
      return `result<${describeOptional(type.ok)}, ${describeOptional(type.error)}>`
    case 'map':
      return `map<${describeType(type.key)}, ${describeType(type.value)}>`
    default:
      return `${type.kind}<${describeOptional(type.element)}>`
  }
}
