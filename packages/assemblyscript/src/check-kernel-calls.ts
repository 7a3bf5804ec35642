import { abortName } from './compiler-options.js'
import type { KernelForm } from './kernel-form.js'

const componentLibrary = '~lib/@weft/assemblyscript/assembly/component'
// In a core guest, and in a component.
const aborts = [abortName, `${componentLibrary}/abort/abort`, `${componentLibrary}/abort/fail`]
const managers = ['~lib/rt/', `${componentLibrary}/collector/`, `${componentLibrary}/allocator/`]

/** What the functions of a module do, read from its text: the compiler's own tree cannot be walked from outside. */
export interface CallGraph {
  readonly functions: ReadonlyMap<string, FunctionActions>
  readonly imports: ReadonlySet<string>
  /** Global variables that anything writes. */
  readonly changing: ReadonlySet<string>
}

interface FunctionActions {
  readonly calls: Set<string>
  readonly writtenGlobals: Set<string>
  readonly readGlobals: Set<string>
  callsIndirectly: boolean
  growsMemory: boolean
}

const name = String.raw`\$(?:"((?:[^"\\]|\\.)*)"|([^\s()]+))`
const importPattern = new RegExp(String.raw`^ \(import .*\(func ${name}`)
const functionPattern = new RegExp(String.raw`^ \(func ${name}`)
const actionPattern = new RegExp(
  String.raw`^\s+\((?:(call|return_call|global\.[gs]et) ${name}|(return_)?call_indirect|memory\.grow)`,
)

/** Reads the call graph from binaryen's text of a module: one instruction stands on each line. */
export function readCallGraph(text: string): CallGraph {
  const functions = new Map<string, FunctionActions>()
  const imports = new Set<string>()
  let current: FunctionActions | undefined
  for (const line of text.split('\n')) {
    const imported = importPattern.exec(line)
    if (imported !== null) imports.add(imported[1] ?? imported[2]!)
    const started = functionPattern.exec(line)
    if (started !== null) {
      current = noActions()
      functions.set(started[1] ?? started[2]!, current)
    } else if (current !== undefined) addAction(current, line)
  }
  const changing = new Set([...functions.values()].flatMap(({ writtenGlobals }) => [...writtenGlobals]))
  return { functions, imports, changing }
}

function noActions(): FunctionActions {
  return {
    calls: new Set(),
    writtenGlobals: new Set(),
    readGlobals: new Set(),
    callsIndirectly: false,
    growsMemory: false,
  }
}

function addAction(actions: FunctionActions, line: string): void {
  const [found, kind, quoted, plain] = actionPattern.exec(line) ?? []
  if (found === undefined) return
  const target = quoted ?? plain
  if (kind === 'global.get') actions.readGlobals.add(target!)
  else if (kind === 'global.set') actions.writtenGlobals.add(target!)
  else if (kind !== undefined) actions.calls.add(target!)
  else if (found.endsWith('memory.grow')) actions.growsMemory = true
  else actions.callsIndirectly = true
}

/**
 * Follows every call from a kernel's core function. Each message says what it reaches that a kernel must not do, and
 * by which calls.
 */
export function checkKernelCalls(
  graph: CallGraph,
  core: string,
  kernel: string,
  form: KernelForm['kind'],
): string[] {
  const messages: string[] = []
  const seen = new Set([core])
  const queue: { readonly name: string; readonly chain: readonly string[] }[] = [
    { name: core, chain: [kernel] },
  ]
  for (const { name, chain } of queue) {
    const problem = problemOfTarget(graph, name)
    if (problem !== undefined) {
      messages.push(`kernel ${kernel} ${problem}: ${chain.join(' → ')}`)
      continue
    }
    const actions = graph.functions.get(name)
    if (actions === undefined) continue
    messages.push(
      ...problemsOfActions(graph, actions, form).map(
        (does) => `kernel ${kernel} ${does}: in ${chain.join(' → ')}`,
      ),
    )
    for (const target of actions.calls) {
      if (seen.has(target)) continue
      seen.add(target)
      queue.push({ name: target, chain: [...chain, target] })
    }
  }
  return messages
}

function problemOfTarget(graph: CallGraph, name: string): string | undefined {
  if (aborts.includes(name)) return 'throws'
  if (graph.imports.has(name)) return 'calls a function of the host, which a device does not have'
  if (managers.some((prefix) => name.startsWith(prefix))) return 'allocates memory or uses a managed object'
  return undefined
}

function problemsOfActions(graph: CallGraph, actions: FunctionActions, form: KernelForm['kind']): string[] {
  const { writtenGlobals, readGlobals, callsIndirectly, growsMemory } = actions
  const written = [...writtenGlobals].filter(isVariable)
  const problems = written.map(
    (global) => `writes the global variable ${global}, of which every thread has its own`,
  )
  if (form === 'bytes') {
    const read = [...readGlobals].filter((global) => isVariable(global) && graph.changing.has(global))
    const unseen = read.filter((global) => !writtenGlobals.has(global))
    problems.push(...unseen.map(unseenProblem))
  }
  if (callsIndirectly)
    problems.push('calls a function by a value, which a device cannot follow: call it by its name')
  if (growsMemory) problems.push('grows the memory')
  return problems
}

function unseenProblem(global: string): string {
  return `reads the global variable ${global}, which gets its value at run time, where no kernel of a component sees it: pass it as a number`
}

/** False for what the compiler sets before each call that reads it. */
function isVariable(global: string): boolean {
  return global !== '~argumentsLength'
}
