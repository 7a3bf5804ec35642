import { Difference } from './follow.js'
import { type Entry, entryText, type Program } from './program.js'
import { runOnAbi } from './run-abi.js'
import { checkAgainstModel } from './run-model.js'

/** Runs a program on abi and checks that the model allows what was seen. Returns that. */
export async function checkProgram(program: Program): Promise<readonly Entry[]> {
  const seen = await runOnAbi(program)
  try {
    checkAgainstModel(program, seen)
    return seen
  } catch (error) {
    const { message, stack } = error as Error
    const lines = [error instanceof Difference ? message : stack, '', ...seen.map(entryText)]
    throw new Difference(lines.join('\n'))
  }
}
