import { get_resource } from './get-resource.js'
import type { ComponentInstance } from './instance.js'
import { call_destructor } from './lift.js'
import type { CoreFunction } from './options.js'
import { ResourceHandle, type ResourceType } from './resource.js'
import { trapIf } from './trap.js'

/** Specification: `canon resource.new`. */
export function canon_resource_new(inst: ComponentInstance, rt: ResourceType): CoreFunction {
  return (rep: number) => {
    trapIf(!inst.may_leave, 'cannot leave component instance', 'resource.new')
    return inst.handles.add(new ResourceHandle(rt, rep, true))
  }
}

/** Specification: `canon resource.drop`. */
export function canon_resource_drop(inst: ComponentInstance, rt: ResourceType): CoreFunction {
  return (i: number) => {
    trapIf(!inst.may_leave, 'cannot leave component instance', 'resource.drop')
    const h = get_resource(inst, rt, i, 'resource.drop')
    trapIf(h.num_lends !== 0, 'cannot remove owned resource while borrowed', 'resource.drop')
    inst.handles.remove(i)
    if (h.own) call_destructor(rt, h.rep, inst)
    else h.borrow_scope!.num_borrows--
  }
}

/** Specification: `canon resource.rep`. */
export function canon_resource_rep(inst: ComponentInstance, rt: ResourceType): CoreFunction {
  return (i: number) => get_resource(inst, rt, i, 'resource.rep').rep
}
