import type { ComponentInstance } from './instance.js'
import { ResourceHandle, type ResourceType } from './resource.js'
import { trap } from './trap.js'

/** The handle at index `i`; traps unless it is one to a resource of type `rt`. */
export function get_resource(
  inst: ComponentInstance,
  rt: ResourceType,
  i: number,
  builtin?: string,
): ResourceHandle {
  const h = inst.handles.get(i)
  if (!(h instanceof ResourceHandle)) return trap(`index ${i} is not a resource`, builtin)
  if (h.rt !== rt) trap(describe_mismatch(i, rt, h.rt), builtin)
  return h
}

function describe_mismatch(i: number, expected: ResourceType, found: ResourceType): string {
  return `handle index ${i} used with the wrong type, expected ${definer(expected)} but found a different ${definer(found)}`
}

function definer(rt: ResourceType): string {
  return rt.impl === undefined ? 'host-defined resource' : 'guest-defined resource'
}
