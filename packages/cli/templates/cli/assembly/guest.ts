import { Chunk, Result, Unit } from '@weft/assemblyscript/assembly/component'
import { createU8Stream } from './gen/streams'
import { getArguments } from './gen/wasi-cli-environment'
import { writeViaStream } from './gen/wasi-cli-stdout'

export async function run(): Promise<Result<Unit, Unit>> {
  const output = createU8Stream()
  const written = writeViaStream(output.reader)
  // The first is the name of the program.
  const names = getArguments().slice(1)
  if (names.length == 0) names.push('world')
  for (let i = 0; i < names.length; i++) {
    await output.writer.write(Chunk.utf8('Hello, ' + names[i] + '!\n'))
  }
  output.writer.drop()
  const result = await written
  return result.isOk ? Result.ok<Unit, Unit>(0) : Result.err<Unit, Unit>(0)
}
