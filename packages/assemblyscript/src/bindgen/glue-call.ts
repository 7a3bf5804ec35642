import type { WitFunction, WitType } from '../wit/world.js'
import { isPlainConstructor } from './declare-resource.js'
import type { GeneratedFile } from './generated-file.js'
import type { GlueFunction, GluePlan } from './glue-plan.js'
import { maxFlatParameters } from './layout.js'
import { type LiftedParameters, liftParameters } from './lower-call.js'
import { resolveAlias } from './resolve-alias.js'
import { typeText } from './type-text.js'

/** An exported function with what its glue is made of. */
export interface GlueContext {
  readonly file: GeneratedFile
  readonly plan: GluePlan
  readonly function: GlueFunction
  /** Tells this function's generated names from those of others. */
  readonly number: number
}

/** The author's class, for a resource of this world that is a parameter or result itself. */
function classOf(plan: GluePlan, type: WitType | undefined): string | undefined {
  const resolved = type === undefined ? undefined : resolveAlias(type)
  if (resolved?.kind !== 'own' && resolved?.kind !== 'borrow') return undefined
  return plan.resources.find(({ resource }) => resource === resolved.resource)?.className
}

/** The type of a parameter as the author sees it. */
export function authorType({ file, plan }: GlueContext, type: WitType): string {
  return classOf(plan, type) ?? typeText(file, type)
}

/** Parameters of the core function, lifted to what the author's function takes, `self` among them. */
export function liftForAuthor({
  file,
  plan,
  function: { function: function_ },
}: GlueContext): LiftedParameters {
  const types = function_.parameters.map(({ type }) => type)
  const { before, values, after } = liftParameters(file, types, maxFlatParameters)
  const cast = values.map((value, index) => {
    const className = classOf(plan, types[index])
    return className === undefined ? value : `changetype<${className}>(${value})`
  })
  return { before, values: cast, after }
}

/** A call of the author's function; of a method, on the first of the arguments. */
export function authorCall({ plan, function: glueFunction }: GlueContext, values: readonly string[]): string {
  const { function: function_, resource, local } = glueFunction
  const [self, ...others] = values
  if (resource === undefined) return `${local}(${values.join(', ')})`
  const className = plan.resources.find((each) => each.resource === resource)?.className ?? ''
  if (isPlainConstructor(function_)) return `new ${className}(${values.join(', ')})`
  return function_.role === 'method'
    ? `${self}.${local}(${others.join(', ')})`
    : `${className}.${local}(${values.join(', ')})`
}

/** True if the call leaves a value that the glue has to return. */
export function hasValue({ returnsItself }: GlueFunction, { result }: WitFunction): boolean {
  return result !== undefined && returnsItself !== true
}
