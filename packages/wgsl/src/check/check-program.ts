import { isHandled } from '../emit/instructions.js'
import type { Lowerings } from '../instructions/lowering.js'
import type { PlainNode } from '../read/node.js'
import type { Program, ProgramFunction } from '../read/program.js'
import { forEachPlain } from '../read/walk.js'
import type { Diagnostics } from './diagnostics.js'
import { refusalOf } from './refusals.js'

/** Reports every instruction of the program that cannot run on a GPU. */
export function checkProgram(program: Program, lowerings: Lowerings, diagnostics: Diagnostics): void {
  for (const target of program.functions.values()) {
    forEachPlain(target.body, (node) => checkInstruction(target, node, lowerings, diagnostics))
  }
}

function checkInstruction(
  target: ProgramFunction,
  node: PlainNode,
  lowerings: Lowerings,
  diagnostics: Diagnostics,
): void {
  const memory = node.immediates.some(
    (immediate) =>
      (immediate.kind === 'memory' && immediate.index > 0) ||
      (immediate.kind === 'memarg' && immediate.memory > 0),
  )
  if (memory) {
    const workaround = 'keep the data in buffers of one memory'
    diagnostics.add(
      'several-memories',
      `${node.name} uses a second memory`,
      workaround,
      target.index,
      node.offset,
    )
  }
  if (node.name in lowerings || isHandled(node.name)) return
  const { rule, message, workaround } = refusalOf(node.name)
  diagnostics.add(rule, message, workaround, target.index, node.offset)
}
