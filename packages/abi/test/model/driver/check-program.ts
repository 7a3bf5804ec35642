import { Difference } from './follow.js'
import { entryText, type Program } from './program.js'
import { runOnAbi } from './run-abi.js'
import { checkAgainstModel } from './run-model.js'

/** Runs a program on abi and checks that the model allows what was seen. */
export async function checkProgram(program: Program): Promise<void> {
  const seen = await runOnAbi(program)
  try {
    checkAgainstModel(program, seen)
  } catch (error) {
    const { message, stack } = error as Error
    const lines = [error instanceof Difference ? message : stack, '', ...seen.map(entryText)]
    throw new Difference(lines.join('\n'))
  }
}
