import type {
  Named,
  WitxDocument,
  WitxFunction,
  WitxModule,
  WitxParameter,
  WitxType,
} from '../src/witx/document.js'

/** Writes a document as WITX, each form on a line of its own. */
export function printWitx({ types, modules }: WitxDocument): string {
  const definitions = [...types.values()].map(
    (item) => `${docs(item)}(typename $${item.name} ${printType(item.type)})`,
  )
  return [...definitions, ...modules.map(printModule)].join('\n')
}

function printModule(module: WitxModule): string {
  const memories = module.memories.map((name) => `(import ${JSON.stringify(name)} (memory))`)
  return `${docs(module)}(module $${module.name}\n${[...memories, ...module.functions.map(printFunction)].join('\n')})`
}

function printFunction(item: WitxFunction): string {
  const parameter = (keyword: string) => (param: WitxParameter) =>
    `\n${docs(param)}(${keyword} $${param.name} ${printType(param.type)})`
  const params = [...item.params.map(parameter('param')), ...item.results.map(parameter('result'))].join('')
  const end = item.noReturn ? ' (@witx noreturn)' : ''
  return `${docs(item)}(@interface func (export ${JSON.stringify(item.name)})${params}${end})`
}

function printType(type: WitxType): string {
  switch (type.kind) {
    case 'builtin':
      return type.name === 'usize' || type.name === 'char8' ? `(@witx ${type.name})` : type.name
    case 'string':
      return 'string'
    case 'handle':
      return '(handle)'
    case 'name':
      return `$${type.name}`
    case 'list':
      return `(list ${printType(type.element)})`
    case 'pointer':
    case 'const_pointer':
      return `(@witx ${type.kind} ${printType(type.element)})`
    case 'tuple':
      return `(tuple ${type.elements.map(printType).join(' ')})`
    case 'enum':
      return `(enum (@witx tag ${type.tag})${type.cases.map((item) => `\n${docs(item)}$${item.name}`).join('')})`
    case 'flags':
      return `(flags (@witx repr ${type.representation})${type.flags.map((item) => `\n${docs(item)}$${item.name}`).join('')})`
    case 'record':
      return `(record${type.fields.map((item) => `\n${docs(item)}(field $${item.name} ${printType(item.type)})`).join('')})`
    case 'variant':
      return `(variant (@witx tag ${type.tag})${type.cases.map((item) => `\n${docs(item)}(case $${item.name} ${optional(item.type)})`).join('')})`
    case 'expected':
      return `(expected ${optional(type.ok)} (error ${optional(type.error)}))`
  }
}

function optional(type: WitxType | undefined): string {
  return type === undefined ? '' : printType(type)
}

function docs(item: Named): string {
  return item.docs === ''
    ? ''
    : `\n${item.docs
        .split('\n')
        .map((line) => `;;; ${line}\n`)
        .join('')}`
}
