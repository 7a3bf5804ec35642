import { writeFile } from 'node:fs/promises'
import { CommandError } from './cli-error.js'

/** Writes a file that the command line names. Throws `CommandError`. */
export async function writeOutput(file: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFile(file, content)
  } catch (error) {
    throw new CommandError(`cannot write ${file}: ${(error as Error).message}`, { cause: error })
  }
}
