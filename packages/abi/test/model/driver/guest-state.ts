import { type Handle, memoryInUse } from './handle.js'
import { type Call, type CopyTypeIndex, copyTypes, type Program } from './program.js'

/** What the core code of one instance knows. It learns from what calls return and from events, as real code does. */
export class GuestState {
  readonly inst: number
  readonly memory: Uint8Array
  readonly handles = new Map<number, Handle>()
  backpressure = 0
  readonly #program: Program
  #fill = 0

  constructor(inst: number, memory: Uint8Array, program: Program) {
    this.inst = inst
    this.memory = memory
    this.#program = program
  }

  choose(fits: (handle: Handle) => boolean, pick: number): Handle | undefined {
    const candidates = [...this.handles.values()].filter(fits)
    return candidates[pick % candidates.length]
  }

  /** Readable ends that may be passed on. */
  passable(type: CopyTypeIndex, pick: number): Handle | undefined {
    return this.choose(
      (each) => each.kind === 'readable' && each.type === type && each.state === 'idle' && each.set === 0,
      pick,
    )
  }

  /** Puts bytes that stand nowhere else where elements will be taken from. */
  fill(ptr: number, count: number): void {
    for (let index = 0; index < count && ptr + index < memoryInUse; index++)
      this.memory[ptr + index] = (this.#fill++ * 7 + 1) % 256
  }

  add(index: number, kind: Handle['kind'], type: CopyTypeIndex, call?: Handle['call']): void {
    const state = kind === 'subtask' ? 'copying' : 'idle'
    const handle: Handle = { index, kind, type, state, set: 0, cancelled: false }
    this.handles.set(index, call ? { ...handle, call } : handle)
  }

  word(ptr: number): number {
    return new DataView(this.memory.buffer, this.memory.byteOffset).getUint32(ptr, true)
  }

  /** Takes note of an event. */
  told(code: number, index: number, payload: number): void {
    const handle = this.handles.get(index)
    if (handle === undefined) return
    if (code === 1) this.#told_of_call(handle, payload)
    else if (code >= 2 && code <= 5) this.#copied(handle, payload)
  }

  /** The event that `waitable-set.{wait,poll}` stored. */
  stored_event({ args }: Call): readonly [number, number] {
    return [this.word(args[1]!), this.word(args[1]! + 4)]
  }

  #told_of_call(handle: Handle, state: number): void {
    const { target, passed, ptr } = handle.call!
    if (passed !== undefined && this.handles.get(passed.index) === passed) {
      if (state === 3) passed.state = 'idle'
      else if (state !== 0) this.handles.delete(passed.index)
    }
    if (state >= 2) handle.state = 'done'
    if (state === 2) this.received(this.#program.functions[target]!.result, this.word(ptr))
  }

  /** Got a parameter or result. */
  received(type: Call['type'], value: number): void {
    if (typeof type === 'number') this.add(value, 'readable', type)
  }

  #copied(handle: Handle, payload: number): void {
    const result = payload & 0xf
    const once = copyTypes[handle.type]!.of === 'future' && result === 0
    handle.state = result === 1 || once ? 'done' : 'idle'
  }

  /** Takes note of what a call is about to use, so that other tasks let it alone. Returns it. */
  begin({ operation, type, async_, args }: Call): Handle | undefined {
    if (operation === 'call') {
      const passes = typeof this.#program.functions[type as number]!.param === 'number'
      const passed = passes ? this.handles.get(args[1]!) : undefined
      if (passed) passed.state = 'passing'
      return passed
    }
    const handle = this.handles.get(args[0] ?? 0)
    if (handle && !async_ && (/read|write/.test(operation) || operation === 'subtask.cancel'))
      handle.state = 'passing'
    return handle
  }

  /** Takes note of what a call returned; `handle` is what `begin` returned. */
  returned(call: Call, handle: Handle | undefined, result: number): void {
    const { operation, type, args } = call
    const [first = 0, second = 0] = args
    if (operation === 'stream.new' || operation === 'future.new') {
      this.add(result % 2 ** 32, 'readable', type as number)
      this.add(Math.floor(result / 2 ** 32), 'writable', type as number)
    } else if (operation === 'waitable-set.new') this.add(result, 'set', 0)
    else if (operation === 'waitable.join' && handle) handle.set = second
    else if (operation === 'backpressure.inc') this.backpressure++
    else if (operation === 'backpressure.dec') this.backpressure--
    else if (operation === 'task.return') this.handles.delete(typeof type === 'number' ? first : -1)
    else if (operation === 'call') this.#called(call, handle, result)
    else if (operation.includes('drop')) this.handles.delete(first)
    else if (handle) this.#finished(handle, operation, result)
  }

  #finished(handle: Handle, operation: string, result: number): void {
    const blocked = result === 0xffff_ffff
    if (operation === 'subtask.cancel') {
      handle.cancelled = true
      if (!blocked) this.#told_of_call(handle, result)
    } else if (blocked) handle.state = 'copying'
    else this.#copied(handle, result)
  }

  #called({ type, async_, args }: Call, passed: Handle | undefined, result: number): void {
    const target = type as number
    const { result: resultType } = this.#program.functions[target]!
    const state = async_ ? result & 0xf : 2
    if (passed && state !== 0 && this.handles.get(passed.index) === passed) this.handles.delete(passed.index)
    if (!async_) this.received(resultType, result)
    else if (state === 2) this.received(resultType, this.word(args.at(-1)!))
    else this.add(Math.floor(result / 16), 'subtask', 0, { target, passed, ptr: args.at(-1)! })
  }
}
