import * as abi from '../../../src/index.js'
import { type Call, copyTypes, type PassedType } from './program.js'

type ValType = abi.ValType
type AsyncValueType = abi.AsyncValueType

/** Types of streams and futures, as abi has them. */
const asyncTypes = copyTypes.map(
  ({ of, element }): AsyncValueType => ({ kind: of, element: element && { kind: element } }),
)

export function valueType(type: PassedType): ValType | undefined {
  if (type === 'none') return undefined
  return type === 'u32' ? { kind: 'u32' } : asyncTypes[type]
}

type MakeCopy = (
  inst: abi.ComponentInstance,
  t: AsyncValueType,
  opts: abi.CanonicalOptions,
) => abi.CoreFunction
type MakeCancel = (inst: abi.ComponentInstance, t: AsyncValueType, async_: boolean) => abi.CoreFunction
type MakeTyped = (inst: abi.ComponentInstance, t: AsyncValueType) => abi.CoreFunction
type MakePlain = (inst: abi.ComponentInstance) => abi.CoreFunction

const copies: Record<string, MakeCopy> = {
  'stream.read': abi.canon_stream_read,
  'stream.write': abi.canon_stream_write,
  'future.read': abi.canon_future_read,
  'future.write': abi.canon_future_write,
}
const cancels: Record<string, MakeCancel> = {
  'stream.cancel-read': abi.canon_stream_cancel_read,
  'stream.cancel-write': abi.canon_stream_cancel_write,
  'future.cancel-read': abi.canon_future_cancel_read,
  'future.cancel-write': abi.canon_future_cancel_write,
}
const typed: Record<string, MakeTyped> = {
  'stream.new': abi.canon_stream_new,
  'stream.drop-readable': abi.canon_stream_drop_readable,
  'stream.drop-writable': abi.canon_stream_drop_writable,
  'future.new': abi.canon_future_new,
  'future.drop-readable': abi.canon_future_drop_readable,
  'future.drop-writable': abi.canon_future_drop_writable,
}
const plain: Record<string, MakePlain> = {
  'waitable-set.new': abi.canon_waitable_set_new,
  'waitable-set.drop': abi.canon_waitable_set_drop,
  'waitable.join': abi.canon_waitable_join,
  'subtask.drop': abi.canon_subtask_drop,
  'task.cancel': abi.canon_task_cancel,
  'backpressure.inc': abi.canon_backpressure_inc,
  'backpressure.dec': abi.canon_backpressure_dec,
}

/** Runs something and tells of a trap in it. */
export type Guard = <T>(run: () => T) => T

/** A built-in of abi, wrapped as a linker does it; what may wait is called by WebAssembly, so it is guarded here. */
export function makeBuiltin(
  inst: abi.ComponentInstance,
  call: Call,
  memory: abi.GuestMemory,
  guard: Guard,
): abi.CoreFunction {
  const { operation, type, async_, cancellable, args } = call
  const opts: abi.CanonicalOptions = { string_encoding: 'utf8', memory, async_ }
  const t = asyncTypes[type as number]!
  const type_of_wrapper: abi.CoreFuncType = { params: args.map(() => 'i32'), results: ['i32'] }
  const wrapped = (operation: abi.CoreFunction) =>
    abi.blocking(inst.store, type_of_wrapper, (...values: number[]) => guard(() => operation(...values)))
  const copy = copies[operation]?.(inst, t, opts) ?? cancels[operation]?.(inst, t, async_)
  if (copy !== undefined) return async_ ? copy : wrapped(copy)
  const other = typed[operation]?.(inst, t) ?? plain[operation]?.(inst)
  if (other !== undefined) return other
  switch (operation) {
    case 'waitable-set.poll':
      return abi.canon_waitable_set_poll(inst, cancellable, memory)
    case 'waitable-set.wait':
      return wrapped(abi.canon_waitable_set_wait(inst, cancellable, memory))
    case 'subtask.cancel':
      return wrapped(abi.canon_subtask_cancel(inst, async_))
    case 'thread.yield':
      return wrapped(abi.canon_thread_yield(inst, cancellable))
    default:
      return abi.canon_task_return(inst, valueType(type), opts)
  }
}
