/** What abi says (the wording of the official suites), by the `trap_if` of the text that it stands for. */
const categories: readonly (readonly [rule: string, wording: RegExp])[] = [
  ['unknown handle', /^unknown handle index/],
  ['wrong kind of handle', /^handle is not a (readable|writable|stream|future)/],
  ['wrong kind of handle', /^handle index \d+ is not a (waitable|waitable set|subtask)$/],
  ['other element type', /^handle is a (stream|future) of a different type$/],
  ['not idle', /^cannot (read from|write to) (stream|future) after/],
  ['not idle', /^cannot have concurrent operations active on a future\/stream$/],
  ['not idle', /^cannot lift (stream|future) after/],
  ['not idle', /^cannot remove busy (stream|future)$/],
  ['in set', /^cannot lift (stream|future) while it's in a waitable set$/],
  ['sync use in set', /^waitable cannot be used synchronously while added to a waitable set$/],
  ['no copy to cancel', /^stream or future (read|write) cancelled when no (read|write) is pending$/],
  ['copy within instance', /^cannot read from and write to intra-component/],
  ['drop while copying', /^cannot (remove|drop) busy (stream|future)$/],
  ['drop of unwritten future', /^cannot drop future write end without first writing a value$/],
  ['drop of unwritten future', /^cannot drop busy future$/],
  ['buffer too long', /^stream read\/write count too large$/],
  ['unaligned buffer', /^(read|write) pointer not aligned$/],
  ['buffer out of bounds', /^read pointer out of bounds of memory$/],
  ['unaligned pointer', /unaligned pointer|pointer not aligned/],
  ['pointer out of bounds', /out of bounds/],
  ['set in use', /^cannot drop waitable set with waiters$/],
  ['drop of unresolved subtask', /^cannot drop a subtask which has not yet resolved$/],
  ['cancel after end', /^`subtask.cancel` called after terminal status delivered$/],
  ['cancelled twice', /^`subtask.cancel` called more than once$/],
  ['resolved twice', /^`task.return` or `task.cancel` called more than once/],
  ['not cancelled', /^`task.cancel` called by task which has not been cancelled$/],
  ['not cancelled', /^`task.return` or `task.cancel` called more than once/],
  ['synchronous task', /^`task.(return|cancel)` called by a synchronous function$/],
  ['other result type', /^invalid `task.return` signature/],
  ['task without result', /^async-lifted export failed to produce a result$/],
  ['blocks synchronous task', /^cannot block a synchronous task before returning$/],
  ['may not enter', /^cannot enter component instance$/],
  ['may not leave', /^cannot leave component instance$/],
  ['bad callback code', /^unsupported callback code$/],
  ['backpressure overflow', /^backpressure counter overflow$/],
]

export function means(wording: string, rule: string): boolean {
  return categories.some(([each, pattern]) => each === rule && pattern.test(wording))
}

interface Thrown {
  readonly cause?: unknown
  readonly rule?: string
  readonly message?: string
  readonly settled?: Promise<unknown>
}

/** The rule of a trap of abi; other errors as they are: no model traps so. */
export async function wordingOf(thrown: unknown): Promise<string> {
  const { cause, rule, message, settled } = thrown as Thrown
  if (settled !== undefined) return await wordingOf(await settled)
  if (rule !== undefined) return rule
  return cause instanceof Error ? await wordingOf(cause) : `${message}`
}
