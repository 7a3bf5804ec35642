import type { ComponentExternType } from '@weft/wasm-binary'
import { functionTypeAt } from './define-type.js'
import type { DeclaredType, Wanted } from './elements.js'
import type { Scope } from './scope.js'

/** Resolves the type of an import or export. Throws `ValidationError`. */
export function wantedOf(scope: Scope, type: ComponentExternType): Wanted {
  switch (type.sort) {
    case 'func':
      return { sort: 'func', type: functionTypeAt(scope, type.type) }
    case 'instance':
    case 'component':
      return { sort: type.sort, type: declaredType(scope, type.sort, type.type) }
    case 'core module': {
      const item = scope.get('core type', type.type)
      if (item.kind !== 'module') return scope.fail(`core type index ${type.type} is not a module type`)
      return { sort: 'core module', type: item.module }
    }
    case 'type':
      if (type.bound.kind !== 'eq') return { sort: 'type', type: undefined }
      return { sort: 'type', type: scope.get('type', type.bound.type) }
    case 'value':
      return scope.fail('values are not supported as imports and exports')
  }
}

function declaredType(scope: Scope, kind: 'instance' | 'component', index: number): DeclaredType {
  const item = scope.get('type', index)
  return item.kind === kind
    ? item
    : scope.fail(`type index ${index} is not ${kind === 'instance' ? 'an' : 'a'} ${kind} type`)
}
