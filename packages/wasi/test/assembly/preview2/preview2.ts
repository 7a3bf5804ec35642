import { Result, Unit } from '@weft/assemblyscript/assembly/component'
import { getArguments, getEnvironment, initialCwd } from './gen/wasi-cli-environment'
import { exit } from './gen/wasi-cli-exit'
import { getStderr } from './gen/wasi-cli-stderr'
import { getStdin } from './gen/wasi-cli-stdin'
import { getStdout } from './gen/wasi-cli-stdout'
import { getTerminalStdout } from './gen/wasi-cli-terminal-stdout'
import { now, resolution, subscribeDuration, subscribeInstant } from './gen/wasi-clocks-monotonic-clock'
import { display, utcOffset } from './gen/wasi-clocks-timezone'
import { now as wallNow, resolution as wallResolution } from './gen/wasi-clocks-wall-clock'
import { getDirectories } from './gen/wasi-filesystem-preopens'
import { DescriptorFlags, filesystemErrorCode, OpenFlags, PathFlags } from './gen/wasi-filesystem-types'
import { poll, Pollable } from './gen/wasi-io-poll'
import { InputStream } from './gen/wasi-io-streams'
import { insecureSeed } from './gen/wasi-random-insecure-seed'
import { getRandomBytes } from './gen/wasi-random-random'

function bytes(text: string): Uint8Array {
  return Uint8Array.wrap(String.UTF8.encode(text))
}

function textOf(bytes: Uint8Array): string {
  return String.UTF8.decodeUnsafe(bytes.dataStart, bytes.length)
}

function print(text: string): void {
  const output = getStdout()
  output.blockingWriteAndFlush(bytes(text + '\n'))
  output.drop()
}

function all(input: InputStream): string {
  let text = ''
  let read = input.blockingRead(5)
  while (read.isOk) {
    text += textOf(read.value)
    read = input.blockingRead(5)
  }
  return text + (read.error.isClosed ? '.' : '!' + read.error.lastOperationFailed.toDebugString())
}

function echo(): void {
  const input = getStdin()
  const pollable = input.subscribe()
  pollable.block()
  print(pollable.ready().toString())
  pollable.drop()
  print(all(input))
  input.drop()
}

function outputs(): void {
  const output = getStdout()
  const room = output.checkWrite().value
  output.write(bytes('written '))
  output.flush()
  output.blockingFlush()
  output.writeZeroes(1)
  output.blockingWriteZeroesAndFlush(2)
  const input = getStdin()
  const spliced = output.blockingSplice(input, 3).value
  const skipped = input.blockingSkip(2).value
  const pollable = output.subscribe()
  pollable.block()
  pollable.drop()
  print(' ' + (room > 0).toString() + ' ' + spliced.toString() + ' ' + skipped.toString() + ' ' + all(input))
  input.drop()
  output.drop()
  const errors = getStderr()
  errors.blockingWriteAndFlush(bytes('an error'))
  errors.drop()
}

function clocks(): void {
  const before = now()
  const first = subscribeDuration(20000000)
  const second = subscribeDuration(600000000000)
  const ready = poll([second, first])
  const waited = now() - before
  first.drop()
  second.drop()
  const past = subscribeInstant(before)
  const isPast = past.ready()
  past.block()
  past.drop()
  const wall = wallNow()
  const step = wallResolution()
  const zone = display(wall)
  print([
    ready.length.toString(),
    ready[0].toString(),
    (waited >= 20000000 && waited < 300000000000).toString(),
    isPast.toString(),
    (resolution() > 0).toString(),
    (wall.seconds > 1700000000).toString(),
    (step.seconds == 0 && step.nanoseconds > 0).toString(),
    zone.name,
    (zone.utcOffset + utcOffset(wall)).toString(),
  ].join(' '))
}

function files(): void {
  const directories = getDirectories()
  print(directories.length.toString() + ' ' + directories[0]._1)
  const root = directories[0]._0
  // As libraries do that know no mutate-directory.
  const folder = root.openAt(PathFlags.None, '.', OpenFlags.Directory, DescriptorFlags.Read).value
  print(folder.createDirectoryAt('made').isOk.toString())
  const file = root.openAt(PathFlags.None, 'made/f', OpenFlags.Create, DescriptorFlags.Read | DescriptorFlags.Write).value
  const output = file.writeViaStream(0).value
  output.blockingWriteAndFlush(bytes('hello world'))
  output.drop()
  const append = file.appendViaStream().value
  append.write(bytes('!'))
  append.drop()
  const input = file.readViaStream(6).value
  const part = file.read(5, 0).value
  const end = file.read(5, 100).value
  print(textOf(part._0) + ' ' + part._1.toString() + ' ' + end._0.length.toString() + ' ' + end._1.toString())
  print(file.write(bytes('J'), 0).value.toString() + ' ' + file.stat().value.size.toString() + ' ' + (<i32>file.getType().value).toString())
  file.drop()
  // A stream goes on when its file was dropped.
  print(all(input))
  input.drop()
  const entries = root.readDirectory().value
  let names = ''
  for (;;) {
    const entry = entries.readDirectoryEntry().value
    if (entry === null) break
    names += entry.name + ':' + (<i32>entry.type_).toString() + ' '
  }
  entries.drop()
  print(names)
  const missing = root.openAt(PathFlags.None, 'missing', OpenFlags.None, DescriptorFlags.Read)
  const outside = root.openAt(PathFlags.SymlinkFollow, '../x', OpenFlags.None, DescriptorFlags.Read)
  print((<i32>missing.error).toString() + ' ' + (<i32>outside.error).toString())
  const negative = root.openAt(PathFlags.None, 'made/f', OpenFlags.None, DescriptorFlags.Read).value
  const stream = negative.readViaStream(u64.MAX_VALUE).value
  const failed = stream.blockingRead(1)
  const code = filesystemErrorCode(failed.error.lastOperationFailed)
  print(code === null ? 'none' : (<i32>code.value).toString())
  const old = root.openAt(PathFlags.None, 'a.txt', OpenFlags.None, DescriptorFlags.Read).value.stat().value
  print(old.size.toString() + ' ' + (old.dataModificationTimestamp === null).toString())
}

export function run(): Result<Unit, Unit> {
  const words = getArguments()
  const command = words[0]
  if (command == 'echo') echo()
  if (command == 'outputs') outputs()
  if (command == 'clocks') clocks()
  if (command == 'files') files()
  if (command == 'exit') exit(Result.err<Unit, Unit>(0))
  if (command == 'err') return Result.err<Unit, Unit>(0)
  if (command == 'words') {
    const seed = insecureSeed()
    print([
      words.join(','),
      getEnvironment().length.toString(),
      (initialCwd() === null).toString(),
      getRandomBytes(70000).length.toString(),
      (seed._0 != seed._1).toString(),
      (getTerminalStdout() === null).toString(),
    ].join(' '))
  }
  return Result.ok<Unit, Unit>(0)
}
