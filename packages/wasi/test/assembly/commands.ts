import { Chunk, Result, Unit } from '@weft/assemblyscript/assembly/component'
import { createU8Stream } from './gen/streams'
import { getArguments, getEnvironment, getInitialCwd } from './gen/wasi-cli-environment'
import { exit, exitWithCode } from './gen/wasi-cli-exit'
import { writeViaStream as writeErrors } from './gen/wasi-cli-stderr'
import { readViaStream } from './gen/wasi-cli-stdin'
import { writeViaStream } from './gen/wasi-cli-stdout'
import { getTerminalStderr } from './gen/wasi-cli-terminal-stderr'
import { getTerminalStdin } from './gen/wasi-cli-terminal-stdin'
import { getTerminalStdout } from './gen/wasi-cli-terminal-stdout'
import { getResolution, now, waitFor, waitUntil } from './gen/wasi-clocks-monotonic-clock'
import { getResolution as systemResolution, now as systemNow } from './gen/wasi-clocks-system-clock'
import { getInsecureRandomBytes, getInsecureRandomU64 } from './gen/wasi-random-insecure'
import { getInsecureSeed } from './gen/wasi-random-insecure-seed'
import { getRandomBytes, getRandomU64 } from './gen/wasi-random-random'
import { print } from './print'

async function printErrors(text: string): Promise<bool> {
  const output = createU8Stream()
  const written = writeErrors(output.reader)
  await output.writer.write(Chunk.utf8(text))
  output.writer.drop()
  const result = await written
  return result.isOk
}

/** All of standard input, and how it ended. */
async function echo(): Promise<string> {
  const input = readViaStream()
  const chunk = new Chunk<u8>(5)
  let text = ''
  while (await input._0.read(chunk)) {
    text += String.UTF8.decodeUnsafe(chunk.address, chunk.length)
    chunk.clear()
  }
  input._0.drop()
  const end = await input._1
  return text + (end.isOk ? '.' : '!' + (<i32>end.error).toString())
}

/** Some of it. */
async function dropInput(): Promise<string> {
  const input = readViaStream()
  input._0.drop()
  const end = await input._1
  return end.isOk ? 'ok' : 'err'
}

/** Writes until nobody takes it any more. */
async function flood(): Promise<string> {
  const output = createU8Stream()
  const written = writeViaStream(output.reader)
  const chunk = Chunk.utf8('x'.repeat(65536))
  let count = 0
  while (count < 1000 && (await output.writer.write(chunk))) count++
  output.writer.drop()
  const result = await written
  const how = result.isOk ? 'ok' : 'err ' + (<i32>result.error).toString()
  await printErrors(how + (count < 1000 ? '' : ' all'))
  return ''
}

async function clocks(): Promise<string> {
  const before = now()
  await waitFor(20000000)
  const between = now()
  await waitUntil(between + 20000000)
  await waitUntil(0)
  const after = now()
  const instant = systemNow()
  const isRecent = instant.seconds > 1700000000 && instant.nanoseconds < 1000000000
  const waited = between - before >= 20000000 && after - between >= 20000000 && after - before < 300000000000
  return [waited, isRecent, getResolution() > 0, systemResolution() > 0].join(' ')
}

/** Whether waits for what is past have ended when they return, and others have not. */
function pastWaits(): string {
  const calls = [waitFor(0), waitUntil(now()), waitUntil(now() - 1), waitFor(3600000000000)]
  const ready = calls.map<bool>((call) => call.ready).join(' ')
  calls[3].cancel()
  return ready + ' ' + calls[3].cancelled.toString()
}

function hex(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i++) text += bytes[i].toString(16).padStart(2, '0')
  return text
}

function random(): string {
  const seed = getInsecureSeed()
  const again = getInsecureSeed()
  return [
    hex(getRandomBytes(8)),
    getRandomBytes(0).length.toString(),
    getRandomBytes(100000).length.toString(),
    getRandomU64().toString(),
    hex(getInsecureRandomBytes(4)),
    getInsecureRandomU64().toString(),
    seed._0.toString(),
    (seed._0 == again._0 && seed._1 == again._1).toString(),
  ].join(' ')
}

/** Two words, of which the second is still in the stream when the command returns. */
async function leave(): Promise<Result<Unit, Unit>> {
  const output = createU8Stream()
  writeViaStream(output.reader)
  await output.writer.write(Chunk.utf8('one '))
  await output.writer.write(Chunk.utf8('two'))
  return Result.ok<Unit, Unit>(0)
}

/** Goes on after `run` has returned. */
async function goOn(how: string): Promise<void> {
  await waitFor(20000000)
  await print('later')
  if (how == 'code') exitWithCode(5)
  if (how == 'trap') unreachable()
}

export async function run(): Promise<Result<Unit, Unit>> {
  const words = getArguments()
  const command = words.length > 1 ? words[1] : ''
  if (command == 'exit') exit(words[2] == 'ok' ? Result.ok<Unit, Unit>(0) : Result.err<Unit, Unit>(0))
  if (command == 'code') exitWithCode(<u8>i32.parse(words[2]))
  if (command == 'late') {
    await waitFor(1000000)
    exitWithCode(7)
  }
  if (command == 'err') return Result.err<Unit, Unit>(0)
  if (command == 'trap') unreachable()
  if (command == 'leave') return await leave()
  if (command == 'after') {
    goOn(words[2])
    return words[2] == 'err' ? Result.err<Unit, Unit>(0) : Result.ok<Unit, Unit>(0)
  }
  if (command == 'wait') await waitFor(u64.MAX_VALUE)
  if (command == 'echo') await print(await echo())
  if (command == 'drop') await print(await dropInput())
  if (command == 'flood') await flood()
  if (command == 'clocks') await print(await clocks())
  if (command == 'past') await print(pastWaits())
  if (command == 'random') await print(random())
  if (command == 'errors') await printErrors('an error\n')
  if (command == 'words') {
    const pairs = getEnvironment()
    let text = words.join(',') + ' ' + (getInitialCwd() === null).toString()
    for (let i = 0; i < pairs.length; i++) text += ' ' + pairs[i]._0 + '=' + pairs[i]._1
    await print(text)
  }
  if (command == 'terminals') {
    const input = getTerminalStdin() === null
    const output = getTerminalStdout() === null
    const errors = getTerminalStderr() === null
    await print([input, output, errors].join(' '))
  }
  return Result.ok<Unit, Unit>(0)
}
