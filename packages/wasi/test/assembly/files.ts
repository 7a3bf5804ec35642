import { Chunk, Result, Unit } from '@weft/assemblyscript/assembly/component'
import { createU8Stream } from './gen/streams'
import { getArguments } from './gen/wasi-cli-environment'
import { Instant } from './gen/wasi-clocks-system-clock'
import { getDirectories } from './gen/wasi-filesystem-preopens'
import {
  Advice,
  Descriptor,
  DescriptorFlags,
  DescriptorStat,
  DirectoryEntry,
  ErrorCode,
  NewTimestamp,
  OpenFlags,
  PathFlags,
} from './gen/wasi-filesystem-types'
import { print } from './print'

// Every argument is a command: the name of a descriptor (`.` is the first folder), what to do, and with what.
// Every result is a line; error codes are their numbers, after an exclamation mark.

const descriptors = new Map<string, Descriptor>()

function done(result: Result<Unit, ErrorCode>): string {
  return result.isOk ? 'ok' : '!' + result.error.tag.toString()
}

function path(word: string): string {
  return word == "''" ? '' : word
}

function pathFlags(words: Array<string>): PathFlags {
  return words.includes('follow') ? PathFlags.SymlinkFollow : PathFlags.None
}

function describe(stat: DescriptorStat): string {
  const modified = stat.dataModificationTimestamp
  const time = modified === null ? 'none' : modified.seconds.toString() + '.' + modified.nanoseconds.toString()
  return [stat.type_.tag.toString(), stat.linkCount.toString(), stat.size.toString(), time].join(' ')
}

function timestamp(word: string): NewTimestamp {
  if (word == 'now') return NewTimestamp.now()
  if (word == 'keep') return NewTimestamp.noChange()
  return NewTimestamp.timestamp(new Instant(i64.parse(word), 500000000))
}

async function write(descriptor: Descriptor, text: string, offset: i64): Promise<string> {
  const pair = createU8Stream()
  const written = offset < 0 ? descriptor.appendViaStream(pair.reader) : descriptor.writeViaStream(pair.reader, offset)
  await pair.writer.write(Chunk.utf8(text))
  // What the stream has taken is in the file.
  const stat = await descriptor.stat()
  pair.writer.drop()
  const result = await written
  return done(result) + (stat.isOk ? ' ' + stat.value.size.toString() : '')
}

async function read(descriptor: Descriptor, offset: u64): Promise<string> {
  const pair = descriptor.readViaStream(offset)
  const chunk = new Chunk<u8>(64)
  let text = ''
  while (await pair._0.read(chunk)) {
    text += String.UTF8.decodeUnsafe(chunk.address, chunk.length)
    chunk.clear()
  }
  pair._0.drop()
  const result = await pair._1
  return '"' + text + '" ' + done(result)
}

async function list(descriptor: Descriptor): Promise<string> {
  const pair = descriptor.readDirectory()
  const chunk = new Chunk<DirectoryEntry>(2)
  const names = new Array<string>()
  while (await pair._0.read(chunk)) {
    for (let i = 0; i < chunk.length; i++) names.push(chunk[i].name + ':' + chunk[i].type_.tag.toString())
    chunk.clear()
  }
  pair._0.drop()
  const result = await pair._1
  return names.sort().join(' ') + ' ' + done(result)
}

async function open(base: Descriptor, words: Array<string>): Promise<string> {
  const how = words[4]
  let openFlags = OpenFlags.None
  let flags = DescriptorFlags.None
  if (how.includes('c')) openFlags |= OpenFlags.Create
  if (how.includes('d')) openFlags |= OpenFlags.Directory
  if (how.includes('x')) openFlags |= OpenFlags.Exclusive
  if (how.includes('t')) openFlags |= OpenFlags.Truncate
  if (how.includes('r')) flags |= DescriptorFlags.Read
  if (how.includes('w')) flags |= DescriptorFlags.Write
  if (how.includes('m')) flags |= DescriptorFlags.MutateDirectory
  const opened = await base.openAt(pathFlags(words), path(words[3]), openFlags, flags)
  if (opened.isErr) return '!' + opened.error.tag.toString()
  descriptors.set(words[2], opened.value)
  const got = await opened.value.getFlags()
  return got.isOk ? 'ok ' + (<i32>got.value).toString() : '!' + got.error.tag.toString()
}

async function step(words: Array<string>): Promise<string> {
  const base = descriptors.get(words[0])
  const command = words[1]
  const first = words.length > 2 ? path(words[2]) : ''
  const second = words.length > 3 ? path(words[3]) : ''
  if (command == 'open') return await open(base, words)
  if (command == 'write') return await write(base, second, i64.parse(first))
  if (command == 'read') return await read(base, u64.parse(first))
  if (command == 'list') return await list(base)
  if (command == 'drop') {
    base.drop()
    return 'ok'
  }
  if (command == 'stat') {
    const stat = await base.stat()
    return stat.isOk ? describe(stat.value) : '!' + stat.error.tag.toString()
  }
  if (command == 'stat-at') {
    const stat = await base.statAt(pathFlags(words), first)
    return stat.isOk ? describe(stat.value) : '!' + stat.error.tag.toString()
  }
  if (command == 'type') {
    const type = await base.getType()
    return type.isOk ? type.value.tag.toString() : '!' + type.error.tag.toString()
  }
  if (command == 'readlink') {
    const target = await base.readlinkAt(first)
    return target.isOk ? target.value : '!' + target.error.tag.toString()
  }
  if (command == 'same') return (await base.isSameObject(descriptors.get(first))).toString()
  if (command == 'hash') {
    const hash = await base.metadataHash()
    const other = await base.metadataHashAt(PathFlags.None, first)
    if (hash.isErr || other.isErr) return '!'
    return (hash.value.lower == other.value.lower && hash.value.upper == other.value.upper).toString()
  }
  if (command == 'advise') return done(await base.advise(0, 10, Advice.WillNeed))
  if (command == 'sync') return done(await base.sync())
  if (command == 'sync-data') return done(await base.syncData())
  if (command == 'size') return done(await base.setSize(u64.parse(first)))
  if (command == 'times') return done(await base.setTimes(timestamp(first), timestamp(second)))
  if (command == 'times-at')
    return done(await base.setTimesAt(pathFlags(words), first, timestamp(second), timestamp(words[4])))
  if (command == 'mkdir') return done(await base.createDirectoryAt(first))
  if (command == 'rmdir') return done(await base.removeDirectoryAt(first))
  if (command == 'unlink') return done(await base.unlinkFileAt(first))
  if (command == 'symlink') return done(await base.symlinkAt(first, second))
  if (command == 'link') return done(await base.linkAt(PathFlags.None, first, descriptors.get(words[4]), second))
  if (command == 'rename') return done(await base.renameAt(first, descriptors.get(words[4]), second))
  return 'unknown ' + command
}

export async function run(): Promise<Result<Unit, Unit>> {
  const directories = getDirectories()
  for (let i = 0; i < directories.length; i++) {
    descriptors.set(i == 0 ? '.' : directories[i]._1, directories[i]._0)
  }
  const steps = getArguments()
  let lines = ''
  for (let i = 0; i < steps.length; i++) {
    const line = await step(steps[i].split(' '))
    lines += line + '\n'
  }
  await print(lines)
  return Result.ok<Unit, Unit>(0)
}
