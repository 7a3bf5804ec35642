import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createProject, type Project } from './support/project.js'
import { program, runWeft } from './support/run-weft.js'
import { spansIn } from './support/spans-in.js'

let project: Project
let service = ''

beforeAll(() => {
  project = createProject('http')
  expect(project.run('build')).toMatchObject({ exitCode: 0 })
  service = join(project.folder, 'build/guest.wasm')
})

afterAll(() => project.remove())

interface Served {
  readonly child: ChildProcess
  readonly url: URL
  /** Waits until it has written this to standard error, which may come later than what it answers. */
  readonly said: (text: string) => Promise<void>
}

/** Starts `weft serve`, and waits until it listens. */
async function serve(component: string, ...options: readonly string[]): Promise<Served> {
  const parameters = [program, 'serve', component, '--addr', '127.0.0.1:0', ...options]
  const child = spawn(process.execPath, parameters)
  let output = ''
  let stderr = ''
  child.stderr.on('data', (text) => {
    stderr += text
  })
  for await (const text of child.stdout) {
    output += text
    if (output.includes('\n')) break
  }
  const address = /^listening on (http:\S+)\n$/.exec(output)?.[1]
  if (address === undefined) throw new Error(`it does not listen: ${output}${stderr}`)
  const said = async (text: string) => {
    while (!stderr.includes(text)) {
      if (child.stderr.closed) throw new Error(`it did not say "${text}": ${stderr}`)
      await Promise.race([once(child.stderr, 'data'), once(child.stderr, 'close')])
    }
  }
  return { child, url: new URL(address), said }
}

/** Middleware that passes everything on. */
function buildProxy(): string {
  const folder = join(project.folder, 'proxy')
  mkdirSync(join(folder, 'wit'), { recursive: true })
  const world = 'import wasi:http/handler@0.3.0;\n  export wasi:http/handler@0.3.0;'
  writeFileSync(join(folder, 'wit/world.wit'), `package test:proxy;\n\nworld proxy {\n  ${world}\n}\n`)
  writeFileSync(
    join(folder, 'guest.ts'),
    `import { Result } from '@weft/assemblyscript/assembly/component'
import { handle as forward } from './gen/wasi-http-handler'
import { ErrorCode, Request, Response } from './gen/wasi-http-types'

export async function handle(request: Request): Promise<Result<Response, ErrorCode>> {
  return await forward(request)
}
`,
  )
  const built = join(folder, 'proxy.wasm')
  expect(runWeft(['build', join(folder, 'guest.ts'), '-o', built])).toMatchObject({ exitCode: 0 })
  return built
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null) await once(child, 'exit')
  return child.exitCode
}

describe('weft serve', () => {
  test('answers, and a signal ends it', async () => {
    const { child, url } = await serve(service)
    expect(await (await fetch(new URL('/a', url))).text()).toBe('1: /a\n2: /a\n3: /a\n')
    child.kill('SIGINT')
    expect(await exitOf(child)).toBe(0)
  })

  test('a request in flight keeps it from ending, a second signal does not wait', async () => {
    const upstream = createServer(() => undefined).listen(0, '127.0.0.1')
    await once(upstream, 'listening')
    const { port } = upstream.address() as AddressInfo
    const { child, url, said } = await serve(buildProxy(), '--upstream', `http://127.0.0.1:${port}`)
    const asked = once(upstream, 'request')
    const answer = fetch(url).catch(() => 'cut')
    await asked
    child.kill('SIGINT')
    await said('waits 10 s for 1 request')
    expect(child.exitCode).toBe(null)
    child.kill('SIGINT')
    expect(await exitOf(child)).toBe(130)
    expect(await answer).toBe('cut')
    upstream.close()
    upstream.closeAllConnections()
  })

  test('limits', async () => {
    const { child, url, said } = await serve(service, '--max-body', '1k')
    const response = await fetch(url, { method: 'POST', body: 'x'.repeat(1025) })
    expect(response.status).toBe(413)
    await said('error: POST /: the request body has 1025 bytes, the limit is 1024')
    child.kill('SIGTERM')
    expect(await exitOf(child)).toBe(0)
  })

  test('--trace writes what the component did', async () => {
    const file = join(project.folder, 'serve.json')
    const { child, url } = await serve(service, '--trace', file)
    await (await fetch(url)).text()
    child.kill('SIGINT')
    expect(await exitOf(child)).toBe(0)
    expect(spansIn(file)).toContain('wasi:http/handler@0.3.0#handle')
  })

  test('an address that is taken', async () => {
    const { child, url } = await serve(service)
    const taken = runWeft(['serve', service, '--addr', url.host])
    expect(taken).toMatchObject({ exitCode: 1, stdout: '' })
    expect(taken.stderr).toContain(`cannot listen on ${url.host}: something else listens there`)
    child.kill('SIGINT')
    await exitOf(child)
  })

  test.each([
    [['--addr', 'here'], 'Write it as HOST:PORT'],
    [['--addr', '127.0.0.1:70000'], 'Write it as HOST:PORT'],
    [['--max-body', 'lots'], 'It must be a number of bytes'],
    [['--max-requests', '0'], 'It must be a whole number from 1'],
    [['--upstream', 'http://a/path'], 'write it as http://HOST:PORT, without a path'],
  ])('refuses %j', (options, message) => {
    const { exitCode, stdout, stderr } = runWeft(['serve', service, ...options])
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(message)
  })

  test('refuses what is no component, and what is not there', () => {
    expect(runWeft(['serve', program]).stderr).toContain('is no WebAssembly binary')
    expect(runWeft(['serve', '/nowhere.wasm'])).toMatchObject({ exitCode: 1 })
  })
})
