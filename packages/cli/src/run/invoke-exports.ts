import type { Component, ExternDescription, FunctionDescription, TypeDescription } from '@weft/component'
import { ComponentError } from '@weft/component'
import { type RunCommandOptions, withInstance } from '@weft/wasi/command'
import { UsageError } from '../cli-error.js'
import { readWaveArguments } from '../wave/read-wave.js'
import { writeWave } from '../wave/write-wave.js'

interface Call {
  /** As `Instance.invoke` takes it. */
  readonly name: string
  readonly values: readonly unknown[]
  readonly result: TypeDescription | undefined
}

/** Calls exports of one instance, in order, and prints what they return. Every call is read before the first is made. */
export async function invokeExports(
  component: Component,
  texts: readonly string[],
  settings: RunCommandOptions,
): Promise<number> {
  const calls = texts.map((text) => planCall(component.exports, text))
  let exitCode = 0
  const ended = await withInstance(component, settings, async (instance) => {
    for (const { name, values, result } of calls) {
      const outcome = await settle(instance.invoke(name, values))
      if (outcome.tag === 'err') exitCode = 1
      print(outcome, result)
    }
  })
  return ended === 0 ? exitCode : ended
}

type Outcome = { readonly tag: 'ok' | 'err'; readonly val: unknown }

async function settle(call: Promise<unknown>): Promise<Outcome> {
  try {
    return { tag: 'ok', val: await call }
  } catch (error) {
    if (error instanceof ComponentError) return { tag: 'err', val: error.payload }
    throw error
  }
}

/** A function of a `result` returns its ok or throws its err. */
function print(outcome: Outcome, type: TypeDescription | undefined): void {
  if (type === undefined) return
  const isResult = typeof type === 'object' && type.kind === 'result'
  process.stdout.write(`${writeWave(isResult ? outcome : outcome.val, type)}\n`)
}

function planCall(exports: readonly ExternDescription[], text: string): Call {
  const open = text.indexOf('(')
  const name = (open < 0 ? text : text.slice(0, open)).trim()
  const { path, type } = findFunction(exports, name)
  const values = readWaveArguments(
    open < 0 ? '()' : text.slice(open),
    type.params.map((param) => param.type),
  )
  return { name: path, values, result: type.result }
}

interface Found {
  readonly path: string
  readonly type: FunctionDescription
}

/** An export by its name; of an interface also without the version, or by the function's name if only one has it. */
function findFunction(exports: readonly ExternDescription[], name: string): Found {
  const all = functionsOf(exports)
  const [found, ...others] =
    [
      all.filter(({ path }) => path === name),
      all.filter(({ path }) => path.replace(/@[^#]*/, '') === name),
      all.filter(({ path }) => path.endsWith(`#${name}`)),
    ].find((matches) => matches.length > 0) ?? []
  if (found && others.length === 0) return found
  const names = all.map(({ path }) => `  ${path}`)
  const list = names.length === 0 ? 'It exports no function.' : ['It exports:', ...names].join('\n')
  throw new UsageError(
    `the component has ${found ? 'several functions' : 'no exported function'} ${name}. ${list}`,
  )
}

function functionsOf(exports: readonly ExternDescription[]): Found[] {
  return exports.flatMap((item): Found[] => {
    if (item.kind === 'func') return [{ path: item.name, type: item.type }]
    if (item.kind !== 'instance') return []
    return functionsOf(item.exports).map(({ path, type }) => ({ path: `${item.name}#${path}`, type }))
  })
}
