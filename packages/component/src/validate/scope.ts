import { ValidationError } from '@weft/core'
import type { MemoryType } from '@weft/wasm-binary'
import type {
  CoreExterns,
  CoreGlobalType,
  CoreModuleType,
  CoreTableType,
  CoreType,
  CoreTypes,
  NumberType,
} from '../core-types/core-types.js'
import type { Fail } from './fail.js'
import { IndexSpace } from './index-space.js'
import type {
  AnyType,
  ComponentType,
  ExternType,
  FunctionType,
  InstanceType,
  Resource,
  ResourceType,
  ValueType,
} from './type-model.js'

/** A value must be used exactly once. */
export interface Value {
  readonly type: ValueType
  used: boolean
}

/** The imports or the exports of a scope. */
export class ExternList {
  readonly externs = new Map<string, ExternType>()
  /** Names by what must differ between them. */
  readonly names = new Map<string, string>()
  /** Types that have a name to those who see these imports or exports. */
  readonly namedTypes = new Set<AnyType>()
  /** The names that resource types have at the top level: methods are named after them. */
  readonly resourceNames = new Map<ResourceType, string>()
}

const many = 1_000_000
const few = 1_000

/** A component, component type or instance type: definitions so far, by index space. */
export class Scope {
  readonly kind: 'component' | 'component type' | 'instance type'
  readonly parent: Scope | undefined
  readonly coreTypeTable: CoreTypes
  /** Offset of the definition that is looked at, in bytes. */
  offset: number
  readonly fail: Fail = (message) => {
    throw new ValidationError(message, this.offset)
  }

  readonly coreTypes = this.space<CoreType | CoreModuleType>('type', 'types', many)
  readonly coreFunctions = this.space<CoreType>('core function', 'functions', many)
  readonly coreTables = this.space<CoreTableType>('table', 'tables', many)
  readonly coreMemories = this.space<MemoryType>('memory', 'memories', many)
  readonly coreGlobals = this.space<CoreGlobalType>('global', 'globals', many)
  readonly coreTags = this.space<CoreType>('tag', 'tags', many)
  readonly coreModules = this.space<CoreModuleType>('module', 'modules', few)
  readonly coreInstances = this.space<CoreExterns>('core instance', 'instances', few)
  readonly types = this.space<AnyType>('type', 'types', many)
  readonly functions = this.space<FunctionType>('function', 'functions', many)
  readonly values = this.space<Value>('value', 'values', few)
  readonly instances = this.space<InstanceType>('instance', 'instances', few)
  readonly components = this.space<ComponentType>('component', 'components', few)

  readonly imports = new ExternList()
  readonly exports = new ExternList()
  /** Resources that the imports introduce. */
  readonly importedResources = new Set<Resource>()
  /** Resources that come to be in this scope, with their representation where this component defines them. */
  readonly definedResources = new Map<Resource, NumberType | undefined>()
  /** The type that all of the component's `context.get` and `context.set` have. */
  contextType: string | undefined

  constructor(kind: Scope['kind'], coreTypeTable: CoreTypes, offset: number, parent?: Scope) {
    this.kind = kind
    this.parent = parent
    this.coreTypeTable = coreTypeTable
    this.offset = offset
  }

  /** The scope that lies `count` further out. */
  outer(count: number): Scope {
    let scope: Scope | undefined = this
    for (let left = count; left > 0 && scope !== undefined; left--) scope = scope.parent
    return scope ?? this.fail(`invalid outer alias count of ${count}`)
  }

  /** Uses a value, which can be done once. */
  useValue(index: number): ValueType {
    const value = this.values.at(index)
    if (value.used) this.fail(`value ${index} cannot be used more than once`)
    value.used = true
    return value.type
  }

  private space<Item>(noun: string, plural: string, maximum: number): IndexSpace<Item> {
    return new IndexSpace<Item>(noun, plural, maximum, this.fail)
  }
}
