import { camelCase, pascalCase } from '../host/names.js'

/** Names of one block, each used once; an underscore is added to a name that is taken. */
export class NameSet {
  readonly #names: Set<string>

  constructor(taken: Iterable<string> = []) {
    this.#names = new Set(taken)
  }

  /** The wanted name, or one like it. */
  add(wanted: string): string {
    let name = wanted
    while (this.#names.has(name)) name += '_'
    this.#names.add(name)
    return name
  }

  has(name: string): boolean {
    return this.#names.has(name)
  }

  [Symbol.iterator](): Iterator<string> {
    return this.#names.values()
  }
}

/** `error-code` to `ErrorCode`, `wasi:http/types@0.3.0` to `WasiHttpTypes`. */
export function typeName(name: string): string {
  return identifier(pascalCase(name.replace(/@.*$/, '').replaceAll(/[^0-9A-Za-z]+/g, '-')))
}

/** An interface's name as that of a type, with its version if `others` has another version of it. */
export function interfaceName(name: string, others: readonly string[]): string {
  const wanted = typeName(name)
  const alone = others.every((other) => other === name || typeName(other) !== wanted)
  return alone ? wanted : wanted + versionSuffix(name)
}

function versionSuffix(name: string): string {
  const [, version] = name.split('@', 2)
  return version === undefined ? '' : `_${version.replaceAll(/\W/g, '_')}`
}

/** What strict code does not take as the name of a parameter, among the words that labels can be. */
const reservedWords = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export ' +
    'extends false finally for function if implements import in instanceof interface let new null package ' +
    'private protected public return static super switch this throw true try typeof var void while with yield'
  ).split(' '),
)

/** The names of parameters, by their labels. */
export function parameterNames(labels: readonly string[]): readonly string[] {
  const names = new NameSet(reservedWords)
  return labels.map((label) => names.add(identifier(camelCase(label))))
}

function identifier(name: string): string {
  return name.replaceAll(/[^\w$]/g, '_').replace(/^(?=\d|$)/, '_')
}

/** A name as a member of an interface. `new` would be a constructor. */
export function memberKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'new' ? name : quote(name)
}

/** The key under which an instance, a module or a component is imported and exported. */
export function externKey(name: string): string {
  return /^[0-9A-Za-z-]+$/.test(name) ? camelCase(name) : name
}

/** Text as a string literal. */
export function quote(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${escaped}'`
}
