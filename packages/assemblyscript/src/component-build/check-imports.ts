import * as assemblyscript from 'assemblyscript'
import type { Refusal } from '../kernel-declaration.js'
import type { World } from '../wit/world.js'

const importPattern = /^ \(import "([^"]+)" "([^"]+)" \(func \$"?([^ ")]+)/gm

/** What parts of the standard library ask a JavaScript host for, how sources use it, and what components have instead. */
const standardImports: readonly (readonly [name: string, use: RegExp, instead: string])[] = [
  [
    'seed',
    /\bMath\.random\b/,
    'import wasi:random/random, or call NativeMath.seedRandom first and never without',
  ],
  ['trace', /\btrace\s*\(/, 'write to wasi:cli/stderr'],
  ['console.', /\bconsole\./, 'write to wasi:cli/stdout or wasi:cli/stderr'],
  ['Date.', /\bDate\./, 'import wasi:clocks/system-clock'],
  ['performance.', /\bperformance\./, 'import wasi:clocks/monotonic-clock'],
  ['crypto.', /\bcrypto\./, 'import wasi:random/random'],
  ['process.', /\bprocess\./, 'import wasi:cli/environment, wasi:cli/exit or wasi:cli/stdout'],
]

/** Refuses what the compiled sources import and the world does not have. */
export function checkImports(
  program: assemblyscript.Program,
  module: assemblyscript.Module,
  world: World,
): Refusal[] {
  const modules = new Set(['$root', 'asyncify'])
  for (const scope of [...world.imports, ...world.exports]) if (scope.isInterface) modules.add(scope.name)
  const refusals: Refusal[] = []
  for (const [, from = '', name = '', internalName = ''] of module.toText(true).matchAll(importPattern)) {
    if (modules.has(from.replace(/^\[export\]/, ''))) continue
    refusals.push(refuseImport(program, from, name, internalName))
  }
  return refusals
}

function refuseImport(
  program: assemblyscript.Program,
  from: string,
  name: string,
  internalName: string,
): Refusal {
  const standard = standardImports.find(([prefix]) => from === 'env' && name.startsWith(prefix))
  const declared = program.elementsByName.get(internalName) as assemblyscript.DeclaredElement | undefined
  if (standard === undefined) {
    return {
      range: declared?.declaration.range ?? program.nativeFile.source.range,
      message: `the world has no import ${name} of ${from}: add it to WIT and use the generated function`,
    }
  }
  const [, use, instead] = standard
  return {
    range: placeOf(program, use) ?? program.nativeFile.source.range,
    message: `a component has no ${from}.${name}: ${instead}`,
  }
}

function placeOf(program: assemblyscript.Program, use: RegExp): assemblyscript.Range | undefined {
  for (const source of program.sources) {
    if (source.isLibrary) continue
    const found = use.exec(source.text)
    if (found === null) continue
    const range = new assemblyscript.Range(found.index, found.index + found[0].length)
    range.source = source
    return range
  }
  return undefined
}
