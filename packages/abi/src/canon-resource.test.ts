import { describe, expect, it } from 'vitest'
import { createStore, Guest } from '../test/support/two-instances.js'
import { canon_resource_drop, canon_resource_new, canon_resource_rep } from './canon-resource.js'
import { ComponentInstance } from './instance.js'
import { ResourceHandle, ResourceType } from './resource.js'
import type { Task } from './task.js'
import { WaitableSet } from './waitable.js'

/** A guest that implements a resource type, and what its destructor was called with. */
function createResource() {
  const store = createStore()
  const { inst } = new Guest(store)
  const dropped: number[] = []
  const rt = new ResourceType(inst, (rep) => dropped.push(rep))
  return { store, inst, rt, dropped }
}

describe('resources', () => {
  it('are made, looked at and dropped', () => {
    const { inst, rt, dropped } = createResource()
    const i = canon_resource_new(inst, rt)(-7)
    expect(canon_resource_rep(inst, rt)(i)).toBe(-7)
    canon_resource_drop(inst, rt)(i)
    expect(dropped).toEqual([-7])
    expect(() => canon_resource_rep(inst, rt)(i)).toThrow(`unknown handle index ${i}`)
  })

  it('run their destructor in a context of its own', () => {
    const { store, inst } = createResource()
    const here = store.current_thread
    const seen: unknown[] = []
    const rt = new ResourceType(inst, () => seen.push(store.current_thread))
    canon_resource_drop(inst, rt)(canon_resource_new(inst, rt)(1))
    expect(seen).toHaveLength(1)
    expect(seen[0]).not.toBe(here)
    expect(store.current_thread).toBe(here)
  })

  it('of another instance run its destructor there, unless it is being called already', () => {
    const { store, inst, rt, dropped } = createResource()
    const user = new ComponentInstance(store)
    const drop = canon_resource_drop(user, rt)
    drop(user.handles.add(new ResourceHandle(rt, 1, true)))
    expect(dropped).toEqual([1])
    inst.enter_from(undefined)
    expect(() => drop(user.handles.add(new ResourceHandle(rt, 2, true)))).toThrow(
      'cannot enter component instance',
    )
    expect(dropped).toEqual([1])
  })

  it('of the host are told to the host', () => {
    const { inst } = createResource()
    const dropped: number[] = []
    const rt = new ResourceType(undefined, (rep) => dropped.push(rep))
    canon_resource_drop(inst, rt)(inst.handles.add(new ResourceHandle(rt, 5, true)))
    expect(dropped).toEqual([5])
  })

  it('that are borrowed only give the borrow back', () => {
    const { inst, rt, dropped } = createResource()
    const task = { num_borrows: 2 } as Task
    canon_resource_drop(inst, rt)(inst.handles.add(new ResourceHandle(rt, 5, false, task)))
    expect(task.num_borrows).toBe(1)
    expect(dropped).toEqual([])
  })

  it('trap when they are lent, of another type or none', () => {
    const { inst, rt } = createResource()
    const i = canon_resource_new(inst, rt)(1)
    const h = inst.handles.get(i) as ResourceHandle
    h.num_lends = 1
    expect(() => canon_resource_drop(inst, rt)(i)).toThrow('cannot remove owned resource while borrowed')
    const wrong = `handle index ${i} used with the wrong type, expected`
    expect(() => canon_resource_drop(inst, new ResourceType(inst, undefined))(i)).toThrow(
      `${wrong} guest-defined resource but found a different guest-defined resource`,
    )
    expect(() => canon_resource_rep(inst, new ResourceType(undefined, undefined))(i)).toThrow(
      `${wrong} host-defined resource but found a different guest-defined resource`,
    )
    const set = inst.handles.add(new WaitableSet())
    expect(() => canon_resource_rep(inst, rt)(set)).toThrow(`index ${set} is not a resource`)
    expect(() => canon_resource_drop(inst, rt)(-1)).toThrow('unknown handle index 4294967295')
  })

  it('are neither made nor dropped by what may not leave', () => {
    const { inst, rt } = createResource()
    const i = canon_resource_new(inst, rt)(1)
    inst.may_leave = false
    expect(() => canon_resource_new(inst, rt)(1)).toThrow('cannot leave component instance')
    expect(() => canon_resource_drop(inst, rt)(i)).toThrow('cannot leave component instance')
    expect(canon_resource_rep(inst, rt)(i)).toBe(1)
  })
})
