import { Chunk, Result, Unit } from '@weft/assemblyscript/assembly/component'
import { createU8Stream } from './gen/streams'
import { getArguments } from './gen/wasi-cli-environment'
import { exit } from './gen/wasi-cli-exit'
import { getStderr } from './gen/wasi-cli-stderr'
import { getStdout } from './gen/wasi-cli-stdout-0-2-6'
import { writeViaStream } from './gen/wasi-cli-stdout-0-3-0'
import { waitFor } from './gen/wasi-clocks-monotonic-clock'

function bytes(text: string): Uint8Array {
  return Uint8Array.wrap(String.UTF8.encode(text))
}

/** As a library does it: it blocks until the text has left. */
function print(text: string): void {
  const output = getStdout()
  output.blockingWriteAndFlush(bytes(text))
  output.drop()
}

async function write(text: string): Promise<void> {
  const output = createU8Stream()
  const written = writeViaStream(output.reader)
  await output.writer.write(Chunk.utf8(text))
  output.writer.drop()
  await written
}

async function goOn(): Promise<void> {
  await waitFor(1000000)
  print('later ')
  await write('and last')
}

export async function run(): Promise<Result<Unit, Unit>> {
  const words = getArguments()
  print('printed ')
  await write('written ')
  await waitFor(1000000)
  print('again ')
  if (words[0] == 'exit') exit(Result.err<Unit, Unit>(0))
  if (words[0] == 'panic') {
    getStderr().blockingWriteAndFlush(bytes('panicked'))
    unreachable()
  }
  goOn()
  return Result.ok<Unit, Unit>(0)
}
