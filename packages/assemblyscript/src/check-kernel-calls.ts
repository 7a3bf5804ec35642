/** What the functions of a module do, read from its text: the compiler's own tree cannot be walked from outside. */
export interface CallGraph {
  readonly functions: ReadonlyMap<string, FunctionActions>
  readonly imports: ReadonlySet<string>
}

interface FunctionActions {
  readonly calls: Set<string>
  readonly writtenGlobals: Set<string>
  callsIndirectly: boolean
  growsMemory: boolean
}

const name = String.raw`\$(?:"((?:[^"\\]|\\.)*)"|([^\s()]+))`
const importPattern = new RegExp(String.raw`^ \(import .*\(func ${name}`)
const functionPattern = new RegExp(String.raw`^ \(func ${name}`)
const actionPattern = new RegExp(
  String.raw`^\s+\((?:(call|return_call|global\.set) ${name}|(return_)?call_indirect|memory\.grow)`,
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
      current = { calls: new Set(), writtenGlobals: new Set(), callsIndirectly: false, growsMemory: false }
      functions.set(started[1] ?? started[2]!, current)
    } else if (current !== undefined) addAction(current, line)
  }
  return { functions, imports }
}

function addAction(actions: FunctionActions, line: string): void {
  const [found, kind, quoted, plain] = actionPattern.exec(line) ?? []
  if (found === undefined) return
  const target = quoted ?? plain
  if (kind === 'global.set') actions.writtenGlobals.add(target!)
  else if (kind !== undefined) actions.calls.add(target!)
  else if (found.endsWith('memory.grow')) actions.growsMemory = true
  else actions.callsIndirectly = true
}

/**
 * Follows every call from a kernel's core function. Each message says what it reaches that a kernel must not do, and
 * by which calls. `abortName` is the import that ends the guest.
 */
export function checkKernelCalls(
  graph: CallGraph,
  core: string,
  kernel: string,
  abortName: string,
): string[] {
  const messages: string[] = []
  const seen = new Set([core])
  const queue: { readonly name: string; readonly chain: readonly string[] }[] = [
    { name: core, chain: [kernel] },
  ]
  for (const { name, chain } of queue) {
    const problem = problemOfTarget(graph, name, abortName)
    if (problem !== undefined) {
      messages.push(`kernel ${kernel} ${problem}: ${chain.join(' → ')}`)
      continue
    }
    const actions = graph.functions.get(name)
    if (actions === undefined) continue
    messages.push(
      ...problemsOfActions(actions).map((does) => `kernel ${kernel} ${does}: in ${chain.join(' → ')}`),
    )
    for (const target of actions.calls) {
      if (seen.has(target)) continue
      seen.add(target)
      queue.push({ name: target, chain: [...chain, target] })
    }
  }
  return messages
}

function problemOfTarget(graph: CallGraph, name: string, abortName: string): string | undefined {
  if (name === abortName) return 'throws'
  if (graph.imports.has(name)) return 'calls a function of the host, which a device does not have'
  if (name.startsWith('~lib/rt/')) return 'allocates memory or uses a managed object'
  return undefined
}

function problemsOfActions({ writtenGlobals, callsIndirectly, growsMemory }: FunctionActions): string[] {
  const problems = [...writtenGlobals]
    .filter((global) => global !== '~argumentsLength')
    .map((global) => `writes the global variable ${global}, of which every thread has its own`)
  if (callsIndirectly)
    problems.push('calls a function by a value, which a device cannot follow: call it by its name')
  if (growsMemory) problems.push('grows the memory')
  return problems
}
