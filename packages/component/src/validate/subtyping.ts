import { coreModuleMismatch, type Mismatch } from '../core-types/core-subtyping.js'
import { Substitution } from './substitution.js'
import {
  type AnyType,
  type ComponentType,
  type Externs,
  type ExternType,
  type FunctionType,
  type InstanceType,
  isDefinedType,
  type Resource,
  type ResourceType,
} from './type-model.js'
import { definedTypeMismatch, optionalMismatch, valueTypeMismatch } from './value-subtyping.js'

/** What stands for the resources and the named types of a signature once it is met. */
export interface Opening {
  readonly resources: ReadonlyMap<Resource, Resource>
  readonly types: ReadonlyMap<AnyType, AnyType>
}

const nouns = {
  'core module': 'module',
  func: 'func',
  value: 'value',
  type: 'type',
  instance: 'instance',
  component: 'component',
} as const

/** Why an item does not do where another type is expected; undefined where it does: Explainer.md, type checking. */
export function externMismatch(actual: ExternType, expected: ExternType): Mismatch {
  if (actual.sort === 'core module' && expected.sort === 'core module')
    return coreModuleMismatch(actual.type, expected.type)
  if (actual.sort === 'value' && expected.sort === 'value')
    return valueTypeMismatch(actual.type, expected.type)
  if (actual.sort === 'type' && expected.sort === 'type') return typeMismatch(actual.bound, expected.bound)
  if (actual.sort === 'func' && expected.sort === 'func') return functionMismatch(actual.type, expected.type)
  if (actual.sort === 'instance' && expected.sort === 'instance')
    return instanceMismatch(actual.type, expected.type)
  if (actual.sort === 'component' && expected.sort === 'component')
    return componentMismatch(actual.type, expected.type)
  return `expected ${nouns[expected.sort]}, found ${nouns[actual.sort]}`
}

const described = {
  func: 'func',
  instance: 'instance',
  component: 'component',
  resource: 'resource',
} as const

function describe(type: AnyType): string {
  return isDefinedType(type) ? 'defined type' : described[type.kind]
}

function typeMismatch(actual: AnyType, expected: AnyType): Mismatch {
  if (actual === expected) return undefined
  if (isDefinedType(actual) && isDefinedType(expected)) return definedTypeMismatch(actual, expected)
  if (actual.kind === 'resource' && expected.kind === 'resource') return resourceMismatch(actual, expected)
  if (actual.kind === 'func' && expected.kind === 'func') return functionMismatch(actual, expected)
  if (actual.kind === 'instance' && expected.kind === 'instance') return instanceMismatch(actual, expected)
  if (actual.kind === 'component' && expected.kind === 'component') return componentMismatch(actual, expected)
  return `expected ${describe(expected)}, found ${describe(actual)}`
}

function resourceMismatch(actual: ResourceType, expected: ResourceType): Mismatch {
  return actual.resource === expected.resource ? undefined : 'resource types are not the same'
}

/** Function types must be equal: nothing more is allowed yet. */
function functionMismatch(actual: FunctionType, expected: FunctionType): Mismatch {
  if (actual === expected) return undefined
  if (actual.async !== expected.async)
    return `expected ${asyncness(expected)} function, found ${asyncness(actual)} function`
  const { parameters } = actual
  const wanted = expected.parameters
  if (parameters.length !== wanted.length)
    return `expected ${wanted.length} parameters, found ${parameters.length}`
  for (const [index, { label, type }] of parameters.entries()) {
    const other = wanted[index]!
    if (label.toLowerCase() !== other.label.toLowerCase())
      return `expected parameter named \`${other.label}\`, found \`${label}\``
    const mismatch = valueTypeMismatch(type, other.type)
    if (mismatch !== undefined) return `type mismatch in function parameter \`${label}\`: ${mismatch}`
  }
  return optionalMismatch(actual.result, expected.result, {
    within: 'type mismatch with result type',
    missing: 'expected a result, found none',
    unexpected: 'expected no result, found one',
  })
}

const asyncness = ({ async }: FunctionType): string => (async ? 'async' : 'sync')

/** An instance may export more than what is expected. */
function instanceMismatch(actual: InstanceType, expected: InstanceType): Mismatch {
  if (actual === expected) return undefined
  for (const name of expected.exports.keys())
    if (!actual.exports.has(name)) return `missing expected export \`${name}\``
  const opened = openExterns(actual.exports, expected.exports, expected.resources, 'instance export')
  return typeof opened === 'string' ? opened.replace('mismatch for', 'mismatch in') : undefined
}

/**
 * A component may import less and export more than what is expected: what the expected type imports must do for the
 * actual imports, and what the actual type then exports must do for the expected exports.
 */
function componentMismatch(actual: ComponentType, expected: ComponentType): Mismatch {
  if (actual === expected) return undefined
  const opened = openExterns(expected.imports, actual.imports, actual.importedResources, 'import')
  if (typeof opened === 'string') return opened
  const exports = new Substitution(opened.resources, opened.types).externs(actual.exports)
  const result = openExterns(exports, expected.exports, expected.definedResources, 'export')
  return typeof result === 'string' ? result : undefined
}

/**
 * Checks that items do for a signature, in which `resources` stand for whatever is given. The result says what was
 * given for them, or why the items do not do.
 */
export function openExterns(
  given: Externs,
  wanted: Externs,
  resources: readonly Resource[],
  what: 'import' | 'export' | 'instance export',
): Opening | string {
  const matched = matchResources(given, wanted, new Set(resources))
  const substitution = new Substitution(matched)
  const types = new Map<AnyType, AnyType>()
  for (const name of wanted.keys()) if (!given.has(name)) return `missing ${what} named \`${name}\``
  for (const [name, extern] of wanted) {
    const item = given.get(name)!
    const mismatch = externMismatch(item, substitution.extern(extern))
    if (mismatch !== undefined) return `type mismatch for ${what} \`${name}\`: ${mismatch}`
    matchTypes(item, extern, types)
  }
  return { resources: matched, types }
}

/** What is given for each resource. Errors of sort are left to the check that follows. */
function matchResources(given: Externs, wanted: Externs, resources: ReadonlySet<Resource>) {
  const matched = new Map<Resource, Resource>()
  const visit = (items: Externs, externs: Externs) => {
    for (const [name, extern] of externs) {
      const item = items.get(name)
      if (extern.sort === 'instance' && item?.sort === 'instance')
        visit(item.type.exports, extern.type.exports)
      if (extern.sort !== 'type' || item?.sort !== 'type') continue
      if (extern.type.kind !== 'resource' || item.type.kind !== 'resource') continue
      const { resource } = extern.type
      if (resources.has(resource) && !matched.has(resource)) matched.set(resource, item.type.resource)
    }
  }
  if (resources.size > 0) visit(given, wanted)
  return matched
}

/** Types under the names that a signature gives them become the types that were given. */
function matchTypes(item: ExternType, extern: ExternType, types: Map<AnyType, AnyType>): void {
  if (extern.sort === 'type' && item.sort === 'type') types.set(extern.type, item.type)
  if (extern.sort !== 'instance' || item.sort !== 'instance') return
  for (const [name, inner] of extern.type.exports) matchTypes(item.type.exports.get(name)!, inner, types)
}
