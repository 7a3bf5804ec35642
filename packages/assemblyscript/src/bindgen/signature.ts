import type { Parameter, WitFunction, WitType } from '../wit/world.js'
import { camelCase } from './case-names.js'
import type { GeneratedFile } from './generated-file.js'
import { NameScope } from './name-scope.js'
import { reservedNames } from './reserved-names.js'
import { typeText } from './type-text.js'

/** A parameter with its name in AssemblyScript. */
export interface NamedParameter {
  readonly name: string
  readonly type: WitType
}

/** Parameters without the `self` of a method. */
export function namedParameters({ role, parameters }: WitFunction): readonly NamedParameter[] {
  const names = new NameScope(reservedNames)
  const own = role === 'method' ? parameters.slice(1) : parameters
  return own.map(({ name, type }: Parameter, index) => ({ name: names.claim(index, camelCase(name)), type }))
}

/** `name: Type` for each. */
export function parameterTexts(
  file: GeneratedFile,
  parameters: readonly NamedParameter[],
): readonly string[] {
  return parameters.map(({ name, type }) => `${name}: ${typeText(file, type)}`)
}

export function resultText(file: GeneratedFile, result: WitType | undefined): string {
  return result === undefined ? 'void' : typeText(file, result)
}
