import type { NamedComponent } from '@weft/component/compose'
import { buildGuest } from './build-guest.js'
import { named } from './on-composed.js'

const api = `interface api {
  shift: async func(source: stream<u8>) -> stream<u8>;
  greet: async func(who: future<string>) -> future<string>;
  double: async func(number: future<u32>) -> future<u32>;
  join: async func(parts: stream<stream<u8>>) -> stream<u8>;
  count: func() -> u32;
  wait: async func();
  one-at-a-time: async func() -> u32;
}`

const calleeWorld = `import later: async func();
  export api;`

const calleeSource = `
import { Chunk, Future, Stream, backpressure } from '@weft/assemblyscript/assembly/component'
import { later } from './gen/guest'
import { returnDouble, returnGreet, returnJoin, returnShift } from './gen/exports/test-guest-api'
import { createStringFuture, createU32Future, createU8Stream } from './gen/streams'

export async function shift(source: Stream<u8>): Promise<void> {
  const output = createU8Stream()
  returnShift(output.reader)
  const chunk = new Chunk<u8>(16)
  while (await source.read(chunk)) {
    for (let i = 0; i < chunk.length; i++) chunk[i]++
    if (!(await output.writer.write(chunk))) break
  }
  output.writer.drop()
  source.drop()
}

export async function greet(who: Future<string>): Promise<void> {
  const answer = createStringFuture()
  returnGreet(answer.reader)
  const name = await who
  await later()
  await answer.writer.write('Hello, ' + name)
}

export async function double(number: Future<u32>): Promise<void> {
  const answer = createU32Future()
  returnDouble(answer.reader)
  const value = await number
  await later()
  await answer.writer.write(2 * value)
}

export async function join(parts: Stream<Stream<u8>>): Promise<void> {
  const output = createU8Stream()
  returnJoin(output.reader)
  const part = new Chunk<Stream<u8>>(2)
  const bytes = new Chunk<u8>(5)
  while (await parts.read(part)) {
    for (let i = 0; i < part.length; i++) {
      const each = part[i]
      while (await each.read(bytes)) await output.writer.write(bytes)
      each.drop()
    }
  }
  parts.drop()
  output.writer.drop()
}

let calls: u32 = 0
export function count(): u32 { return calls }
export async function wait(): Promise<void> { calls++; for (;;) await later() }

let running: u32 = 0
let most: u32 = 0
export async function oneAtATime(): Promise<u32> {
  backpressure.increase()
  running++
  if (running > most) most = running
  await later()
  running--
  backpressure.decrease()
  return most
}
`

const callerWorld = `import api;
  export bytes: async func(source: stream<u8>) -> stream<u8>;
  export greeting: async func(name: string) -> string;
  export doubled: async func(number: u32) -> u32;
  export joined: async func(count: u32) -> u32;
  export cancels: async func() -> u32;
  export crowd: async func(count: u32) -> u32;`

const callerSource = `
import { Call, Chunk, Stream, StreamWriter } from '@weft/assemblyscript/assembly/component'
import { count, double, greet, join, oneAtATime, shift, wait } from './gen/test-guest-api'
import { createStringFuture, createStreamU8Stream, createU32Future, createU8Stream } from './gen/streams'

export async function bytes(source: Stream<u8>): Promise<Stream<u8>> {
  return await shift(await shift(source))
}

export async function greeting(name: string): Promise<string> {
  const given = createStringFuture()
  const answer = await greet(given.reader)
  await given.writer.write(name)
  return await answer
}

export async function doubled(number: u32): Promise<u32> {
  const given = createU32Future()
  const answer = await double(given.reader)
  await given.writer.write(number)
  return await answer
}

async function sendParts(sink: StreamWriter<Stream<u8>>, count: u32): Promise<void> {
  for (let i: u32 = 0; i < count; i++) {
    const part = createU8Stream()
    await sink.write(Chunk.of<Stream<u8>>([part.reader]))
    const chunk = new Chunk<u8>(i)
    for (let j: u32 = 0; j < i; j++) chunk.push(<u8>i)
    await part.writer.write(chunk)
    part.writer.drop()
  }
  sink.drop()
}

export async function joined(count: u32): Promise<u32> {
  const parts = createStreamU8Stream()
  const all = await join(parts.reader)
  sendParts(parts.writer, count)
  const chunk = new Chunk<u8>(7)
  let sum: u32 = 0
  while (await all.read(chunk)) for (let i = 0; i < chunk.length; i++) sum += chunk[i]
  all.drop()
  return sum
}

export async function cancels(): Promise<u32> {
  const call = wait()
  call.cancel()
  return count()
}

export async function crowd(count: u32): Promise<u32> {
  const calls = new Array<Call<u32>>()
  for (let i: u32 = 0; i < count; i++) calls.push(oneAtATime())
  let most: u32 = 0
  for (let i = 0; i < calls.length; i++) most = max(most, await calls[i])
  return most
}
`

/** Guests that hand streams and futures to each other, in both directions, wait, cancel and hold back. */
export async function callerAndCallee(): Promise<readonly [NamedComponent, NamedComponent]> {
  return Promise.all([
    named('caller', buildGuest(callerWorld, callerSource, api)),
    named('callee', buildGuest(calleeWorld, calleeSource, api)),
  ])
}
