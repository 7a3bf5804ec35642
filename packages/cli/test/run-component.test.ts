import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { program, runWeft } from './support/run-weft.js'
import { spansIn } from './support/spans-in.js'

const wit = `package test:guest;
interface api {
  record point { x: s32, y-value: f64 }
  variant shape { none, circle(f32), label(string) }
  flags marks { red, light-blue }
  mirror: func(point: point, shape: shape, marks: marks, many: list<tuple<u8, char>>, maybe: option<bool>) -> string;
  half: func(value: u64) -> result<u64, string>;
  points: func(count: u32) -> list<point>;
}
world guest { include wasi:cli/command@0.3.0; export api; }
`

const source = `import { Chunk, Result, Tuple2, Unit } from '@weft/assemblyscript/assembly/component'
import { Marks, Point, Shape } from './gen/exports/test-guest-api'
import { createU8Stream } from './gen/streams'
import { getArguments, getEnvironment } from './gen/wasi-cli-environment'
import { exitWithCode } from './gen/wasi-cli-exit'
import { readViaStream } from './gen/wasi-cli-stdin'
import { writeViaStream } from './gen/wasi-cli-stdout'
import { waitFor } from './gen/wasi-clocks-monotonic-clock'
import { getDirectories } from './gen/wasi-filesystem-preopens'
import { IpAddressFamily, IpSocketAddress, Ipv4SocketAddress, TcpSocket } from './gen/wasi-sockets-types'
import { Tuple4, Some } from '@weft/assemblyscript/assembly/component'

async function print(text: string): Promise<bool> {
  const output = createU8Stream()
  const written = writeViaStream(output.reader)
  await output.writer.write(Chunk.utf8(text))
  output.writer.drop()
  return (await written).isOk
}

async function echo(): Promise<string> {
  const input = readViaStream()
  const chunk = new Chunk<u8>(64)
  let text = ''
  while (await input._0.read(chunk)) {
    text += String.UTF8.decodeUnsafe(chunk.address, chunk.length)
    chunk.clear()
  }
  input._0.drop()
  return text
}

export async function run(): Promise<Result<Unit, Unit>> {
  const words = getArguments()
  const command = words[1]
  if (command == 'code') exitWithCode(<u8>i32.parse(words[2]))
  if (command == 'err') return Result.err<Unit, Unit>(0)
  if (command == 'trap') unreachable()
  if (command == 'wait') {
    await print('waiting')
    await waitFor(u64.MAX_VALUE)
  }
  if (command == 'echo') await print(await echo())
  if (command == 'flood') {
    let count = 0
    while (count < 1000 && (await print('x'.repeat(65536)))) count++
    exitWithCode(count < 1000 ? 9 : 0)
  }
  if (command == 'words') {
    const pairs = getEnvironment()
    let text = words.join(',')
    for (let i = 0; i < pairs.length; i++) text += ' ' + pairs[i]._0 + '=' + pairs[i]._1
    await print(text)
  }
  if (command == 'dirs') {
    const directories = getDirectories()
    let text = ''
    for (let i = 0; i < directories.length; i++) {
      const made = await directories[i]._0.createDirectoryAt('made')
      text += directories[i]._1 + ':' + made.isOk.toString() + ' '
    }
    await print(text)
    if (directories.length == 0) return Result.err<Unit, Unit>(0)
  }
  if (command == 'bind') {
    const socket = TcpSocket.create(IpAddressFamily.Ipv4).value
    const address = new Ipv4SocketAddress(0, new Tuple4<u8, u8, u8, u8>(127, 0, 0, 1))
    await print(socket.bind(IpSocketAddress.ipv4(address)).isOk.toString())
  }
  return Result.ok<Unit, Unit>(0)
}

export function mirror(point: Point, shape: Shape, marks: Marks, many: Array<Tuple2<u8, u32>>, maybe: Some<bool> | null): string {
  const label = shape.isLabel ? shape.label : shape.isCircle ? shape.circle.toString() : 'none'
  const sum = many.length == 0 ? '' : many[0]._0.toString() + String.fromCodePoint(many[0]._1)
  const last = maybe === null ? 'none' : maybe.value.toString()
  return [point.x.toString(), point.yValue.toString(), label, (<i32>marks).toString(), sum, last].join('|')
}

export function half(value: u64): Result<u64, string> {
  return value % 2 == 0 ? Result.ok<u64, string>(value / 2) : Result.err<u64, string>('"odd"')
}

export function points(count: u32): Array<Point> {
  const all = new Array<Point>()
  for (let i: u32 = 0; i < count; i++) all.push(new Point(i, <f64>i / 2))
  return all
}
`

let folder = ''
let guest = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-run-'))
  guest = join(folder, 'guest.wasm')
  mkdirSync(join(folder, 'wit'))
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'wit', 'world.wit'), wit)
  writeFileSync(join(folder, 'guest.ts'), source)
  const built = runWeft(['build', join(folder, 'guest.ts'), '-o', guest])
  expect(built.stderr).toBe('')
})

afterAll(() => rmSync(folder, { recursive: true }))

const run = (...parameters: string[]) => runWeft(['run', guest, ...parameters])

describe('a command', () => {
  test.each([
    [['none'], 0],
    [['err'], 1],
    [['code', '42'], 42],
  ])('%j has exit code %i', (parameters, exitCode) => {
    expect(run(...parameters)).toEqual({ exitCode, stdout: '', stderr: '' })
  })

  test('that traps has exit code 1 and a message', () => {
    const { exitCode, stderr } = run('trap')
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/guest\.wasm: .*unreachable/)
  })

  test('gets arguments, and variables that it is given', () => {
    expect(run('words', 'a', '--', '--flag').stdout).toBe('guest.wasm,words,a,--flag')
    expect(run('words', '--argv0', 'name').stdout).toBe('name,words')
    expect(run('words', '--env', 'a=b', '--env', 'c=d=e').stdout).toBe('guest.wasm,words a=b c=d=e')
    const inherited = runWeft(['run', guest, 'words', '--inherit-env'], { WEFT_TEST_VARIABLE: 'yes' })
    expect(inherited.stdout).toContain('WEFT_TEST_VARIABLE=yes')
  })

  test('gets standard input if it is granted', () => {
    const input = { input: 'some input', encoding: 'utf8' } as const
    const without = spawnSync(process.execPath, [program, 'run', guest, 'echo'], input)
    expect(without.stdout).toBe('')
    expect(without.stderr).toMatch(/^denied: the guest reads standard input.*\(--stdin grants it\)\n$/)
    const granted = spawnSync(process.execPath, [program, 'run', '--stdin', guest, 'echo'], input)
    expect(granted).toMatchObject({ stdout: 'some input', stderr: '', status: 0 })
  })

  test('gets folders', () => {
    const data = join(folder, 'data')
    expect(run('dirs', '--dir', `${data}::/data`)).toMatchObject({ stdout: '/data:true ', stderr: '' })
    const readOnly = run('dirs', '--read-only-dir', data)
    expect(readOnly.stdout).toBe(`${data}:false `)
    expect(run('dirs')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('(--dir HOST::GUEST grants it)'),
    })
    expect(run('dirs', '--dir', '/nowhere::/').stderr).toMatch(/cannot grant the folder \/nowhere/)
  })

  test('gets the network if it is granted', () => {
    expect(run('bind', '--inherit-network')).toMatchObject({ stdout: 'true', stderr: '', exitCode: 0 })
    expect(run('bind')).toMatchObject({
      stdout: 'false',
      stderr: expect.stringContaining('--inherit-network'),
    })
  })

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('is ended by %s', async (signal, exitCode) => {
    const child = spawn(process.execPath, [program, 'run', guest, 'wait'])
    child.stdout.once('data', () => child.kill(signal))
    const code = await new Promise((resolve) => child.on('exit', resolve))
    expect(code).toBe(exitCode)
  })

  test('leaves a trace, also if it traps', () => {
    const file = join(folder, 'trace.json')
    expect(run('words', '--trace', file)).toMatchObject({ exitCode: 0, stderr: '' })
    expect(spansIn(file)).toContain('wasi:cli/run@0.3.0#run')
    rmSync(file)
    expect(run('trap', '--trace', file).exitCode).toBe(1)
    expect(spansIn(file)).toContain('wasi:cli/run@0.3.0#run')
    const nowhere = run('words', '--trace', join(folder, 'missing', 'trace.json'))
    expect(nowhere).toMatchObject({ exitCode: 1, stdout: '' })
    expect(nowhere.stderr).toContain('cannot write')
  })

  test('is told that nobody reads what it prints', async () => {
    const child = spawn(process.execPath, [program, 'run', guest, 'flood'])
    child.stdout.once('data', () => child.stdout.destroy())
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(9)
  })

  test('that is none is refused, with what can be done', () => {
    const bytes = readFileSync(new URL('../../../apps/guests/build/greeter.wasm', import.meta.url))
    const greeter = join(folder, 'greeter.wasm')
    writeFileSync(greeter, bytes)
    const { exitCode, stderr } = runWeft(['run', greeter])
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/exports no wasi:cli\/run.*--invoke/)
  })
})

describe('--invoke', () => {
  const call = (text: string) => run('--invoke', text)

  test('reads and writes WAVE', () => {
    const { stdout, stderr } = call(
      `mirror({x: -5, y-value: 2.5}, label("a \\"b\\" \\u{e9}"), {light-blue}, [(7, 'é')], some(true))`,
    )
    expect({ stdout, stderr }).toEqual({ stdout: `"-5|2.5|a \\"b\\" é|2|7é|true"\n`, stderr: '' })
    expect(call('mirror({x: 0x10, y-value: 1e3}, none, {}, [], none)').stdout).toBe(
      '"16|1000.0|none|0||none"\n',
    )
    expect(call('points(2)').stdout).toBe('[{x: 0, y-value: 0}, {x: 1, y-value: 0.5}]\n')
  })

  test('err is exit code 1', () => {
    expect(call('half(18446744073709551614)')).toMatchObject({
      stdout: 'ok(9223372036854775807)\n',
      exitCode: 0,
    })
    expect(call('test:guest/api#half(3)')).toMatchObject({ stdout: 'err("\\"odd\\"")\n', exitCode: 1 })
  })

  test.each([
    ['nothing()', /no exported function nothing. It exports:\n(.*\n)* {2}test:guest\/api#half/],
    ['half', /1 value was expected in parentheses, there are 0/],
    ['half(1, 2)', /1 value was expected in parentheses, there are more/],
    ['half(-1)', /-1 does not fit u64/],
    ['half("a")', /u64 was expected/],
    ['half(1', /, was expected, not the end/],
    ['half(1) 2', /the end was expected/],
    ['mirror({x: 1}, none, {}, [], none)', /the field y-value is missing/],
    ['mirror({z: 1}, none, {}, [], none)', /there is no field z: x, y-value/],
    ['mirror({x: 1, y-value: 1}, square, {}, [], none)', /there is no case square: none, circle, label/],
  ])('%s is refused', (text, message) => {
    const { exitCode, stderr } = call(text)
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(message)
  })
})
