import { Chunk } from '@weft/assemblyscript/assembly/component'
import { createU8Stream } from './gen/streams'
import { writeViaStream } from './gen/wasi-cli-stdout'

/** Writes text to standard output, and waits until it is there. */
export async function print(text: string): Promise<bool> {
  const output = createU8Stream()
  const written = writeViaStream(output.reader)
  await output.writer.write(Chunk.utf8(text))
  output.writer.drop()
  const result = await written
  return result.isOk
}
