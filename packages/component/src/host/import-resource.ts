import { ResourceType } from '@weft/abi'
import { findClass } from './given-function.js'
import type { StoreMapping } from './store-mapping.js'

/**
 * The resource type of a class that the host gave: instances stand for handles and come back as they were; a handle
 * that is dropped calls `[Symbol.dispose]`. @throws LinkError if there is no class of that name
 */
export function importResource(
  mapping: StoreMapping,
  container: unknown,
  name: string,
  path: string,
): ResourceType {
  const drop = (rep: number) => mapping.state.guard(() => mapping.state.objects.drop(rep))
  return mapping.resourceOf(findClass(container, name, path), () => new ResourceType(undefined, drop, name))
}
