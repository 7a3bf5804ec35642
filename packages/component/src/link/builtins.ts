import {
  blocking,
  type ComponentInstance,
  type CoreFuncType,
  type CoreFunction,
  type CoreValType,
  canon_backpressure_dec,
  canon_backpressure_inc,
  canon_context_get,
  canon_context_set,
  canon_error_context_debug_message,
  canon_error_context_drop,
  canon_error_context_new,
  canon_future_cancel_read,
  canon_future_cancel_write,
  canon_future_drop_readable,
  canon_future_drop_writable,
  canon_future_new,
  canon_future_read,
  canon_future_write,
  canon_resource_drop,
  canon_resource_new,
  canon_resource_rep,
  canon_stream_cancel_read,
  canon_stream_cancel_write,
  canon_stream_drop_readable,
  canon_stream_drop_writable,
  canon_stream_new,
  canon_stream_read,
  canon_stream_write,
  canon_subtask_cancel,
  canon_subtask_drop,
  canon_task_cancel,
  canon_task_return,
  canon_thread_index,
  canon_thread_new_indirect,
  canon_thread_resume_later,
  canon_thread_suspend,
  canon_thread_suspend_then_promote,
  canon_thread_suspend_then_resume,
  canon_thread_yield,
  canon_thread_yield_then_promote,
  canon_thread_yield_then_resume,
  canon_waitable_join,
  canon_waitable_set_drop,
  canon_waitable_set_new,
  canon_waitable_set_poll,
  canon_waitable_set_wait,
} from '@weft/abi'
import type { Canon, CanonOption } from '@weft/wasm-binary'
import { canonicalOptions, memoryAt } from './canon-options.js'
import { asyncType, resourceType, valueType } from './define-type.js'
import type { Scope } from './scope.js'

type Builtin = Exclude<Canon, { name: 'lift' | 'lower' }>
type Make<Definition> = (scope: Scope, definition: Definition) => CoreFunction
type Makers = { readonly [Name in Builtin['name']]: Make<Extract<Builtin, { name: Name }>> }

/** The core function of a canonical built-in, as the specification's section of the same name describes it. */
export function createBuiltin(scope: Scope, canon: Builtin): CoreFunction {
  return (makers[canon.name] as Make<Builtin>)(scope, canon)
}

interface Copy {
  readonly type: number
  readonly options: readonly CanonOption[]
}

const bare =
  (make: (inst: ComponentInstance) => CoreFunction): Make<unknown> =>
  (scope) =>
    make(scope.instance!)

function waiting(scope: Scope, params: CoreValType[], operation: CoreFunction): CoreFunction {
  return blocking(scope.instance!.store, { params, results: ['i32'] }, operation)
}

type AsyncType = ReturnType<typeof asyncType>

const withType =
  (
    kind: 'stream' | 'future',
    make: (inst: ComponentInstance, type: AsyncType) => CoreFunction,
  ): Make<{ type: number }> =>
  (scope, { type }) =>
    make(scope.instance!, asyncType(scope, kind, type))

const withResource =
  (
    make: (inst: ComponentInstance, type: ReturnType<typeof resourceType>) => CoreFunction,
  ): Make<{ type: number }> =>
  (scope, { type }) =>
    make(scope.instance!, resourceType(scope, type))

const copy =
  (kind: 'stream' | 'future', make: typeof canon_stream_read): Make<Copy> =>
  (scope, definition) => {
    const options = canonicalOptions(scope, definition.options)
    const operation = make(scope.instance!, asyncType(scope, kind, definition.type), options)
    if (options.async_) return operation
    const size = options.memory?.addrtype ?? 'i32'
    const type: CoreFuncType =
      kind === 'stream'
        ? { params: ['i32', size, size], results: [size] }
        : { params: ['i32', size], results: ['i32'] }
    return blocking(scope.instance!.store, type, operation)
  }

const cancel =
  (
    kind: 'stream' | 'future',
    make: typeof canon_stream_cancel_read,
  ): Make<{ type: number; async: boolean }> =>
  (scope, { type, async }) =>
    make(scope.instance!, asyncType(scope, kind, type), async)

const switching =
  (params: CoreValType[], make: typeof canon_thread_yield): Make<{ cancellable: boolean }> =>
  (scope, { cancellable }) =>
    waiting(scope, params, make(scope.instance!, cancellable))

const makers: Makers = {
  'resource.new': withResource(canon_resource_new),
  'resource.drop': withResource(canon_resource_drop),
  'resource.rep': withResource(canon_resource_rep),
  'task.return': (scope, { result, options }) =>
    canon_task_return(
      scope.instance!,
      result === undefined ? undefined : valueType(scope, result),
      canonicalOptions(scope, options),
    ),
  'task.cancel': bare(canon_task_cancel),
  'context.get': (scope, { type, slot }) =>
    canon_context_get(scope.instance!, contextType(scope, type), slotOf(scope, slot)),
  'context.set': (scope, { type, slot }) =>
    canon_context_set(scope.instance!, contextType(scope, type), slotOf(scope, slot)),
  'backpressure.inc': bare(canon_backpressure_inc),
  'backpressure.dec': bare(canon_backpressure_dec),
  'subtask.cancel': (scope, { async }) =>
    waiting(scope, ['i32'], canon_subtask_cancel(scope.instance!, async)),
  'subtask.drop': bare(canon_subtask_drop),
  'stream.new': withType('stream', canon_stream_new),
  'stream.read': copy('stream', canon_stream_read),
  'stream.write': copy('stream', canon_stream_write),
  'stream.cancel-read': cancel('stream', canon_stream_cancel_read),
  'stream.cancel-write': cancel('stream', canon_stream_cancel_write),
  'stream.drop-readable': withType('stream', canon_stream_drop_readable),
  'stream.drop-writable': withType('stream', canon_stream_drop_writable),
  'future.new': withType('future', canon_future_new),
  'future.read': copy('future', canon_future_read),
  'future.write': copy('future', canon_future_write),
  'future.cancel-read': cancel('future', canon_future_cancel_read),
  'future.cancel-write': cancel('future', canon_future_cancel_write),
  'future.drop-readable': withType('future', canon_future_drop_readable),
  'future.drop-writable': withType('future', canon_future_drop_writable),
  'error-context.new': (scope, { options }) =>
    canon_error_context_new(scope.instance!, canonicalOptions(scope, options)),
  'error-context.debug-message': (scope, { options }) =>
    canon_error_context_debug_message(scope.instance!, canonicalOptions(scope, options)),
  'error-context.drop': bare(canon_error_context_drop),
  'waitable-set.new': bare(canon_waitable_set_new),
  'waitable-set.wait': (scope, { cancellable, memory }) => {
    const target = memoryAt(scope, memory)
    return waiting(
      scope,
      ['i32', target.addrtype],
      canon_waitable_set_wait(scope.instance!, cancellable, target),
    )
  },
  'waitable-set.poll': (scope, { cancellable, memory }) =>
    canon_waitable_set_poll(scope.instance!, cancellable, memoryAt(scope, memory)),
  'waitable-set.drop': bare(canon_waitable_set_drop),
  'waitable.join': bare(canon_waitable_join),
  'thread.index': bare(canon_thread_index),
  'thread.new-indirect': (scope, { type, table }) =>
    canon_thread_new_indirect(
      scope.instance!,
      threadType(scope, type),
      scope.get('core table', table) as WebAssembly.Table,
    ),
  'thread.resume-later': bare(canon_thread_resume_later),
  'thread.suspend': switching([], canon_thread_suspend),
  'thread.yield': switching([], canon_thread_yield),
  'thread.suspend-then-resume': switching(['i32'], canon_thread_suspend_then_resume),
  'thread.yield-then-resume': switching(['i32'], canon_thread_yield_then_resume),
  'thread.suspend-then-promote': switching(['i32'], canon_thread_suspend_then_promote),
  'thread.yield-then-promote': switching(['i32'], canon_thread_yield_then_promote),
}

function contextType(scope: Scope, type: unknown): 'i32' | 'i64' {
  return type === 'i32' || type === 'i64' ? type : scope.fail('context.get and context.set take i32 or i64')
}

function slotOf(scope: Scope, slot: number): 0 | 1 {
  return slot === 0 || slot === 1 ? slot : scope.fail('context.get and context.set have the slots 0 and 1')
}

/** The type of a thread's function, which takes one integer. */
function threadType(scope: Scope, index: number): CoreFuncType {
  const item = scope.get('core type', index)
  const composite = item.kind === 'type' ? item.type.composite : undefined
  const parameters = composite?.kind === 'func' && composite.results.length === 0 ? composite.parameters : []
  const [parameter] = parameters
  if (parameters.length === 1 && (parameter === 'i32' || parameter === 'i64'))
    return { params: [parameter], results: [] }
  return scope.fail('a thread starts with a function of one integer without results')
}
