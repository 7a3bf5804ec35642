import { describe, expect, test } from 'vitest'
import { ContractError, type ContractOptions, contractCases, runContract } from '../src/contract/index.js'
import { type Backend, createSequentialBackend } from '../src/index.js'
import { brokenBackends } from './broken-backends.js'

interface Registered {
  readonly tests: Map<string, () => Promise<void>>
  readonly skips: Map<string, string>
}

async function register(backend: Backend, options: Partial<ContractOptions> = {}): Promise<Registered> {
  const registered: Registered = { tests: new Map(), skips: new Map() }
  await runContract(() => backend, {
    test: (name, run) => void registered.tests.set(name, run),
    skip: (name, reason) => void registered.skips.set(name, reason),
    ...options,
  })
  return registered
}

describe('the suite finds a backend that', () => {
  test.each(brokenBackends)('$flaw', async ({ backend, failing }) => {
    const { tests } = await register(backend)
    for (const name of failing) {
      const run = tests.get(name)
      expect(run, `there is a case "${name}"`).toBeDefined()
      await expect(run?.(), name).rejects.toMatchObject({ code: 'contract', caseName: name })
    }
  })
})

describe('skips', () => {
  const sequential = createSequentialBackend()
  const name = 'exec: 32 buffers'

  test('are registered with their reason', async () => {
    const { tests, skips } = await register(sequential, { skips: { [name]: 'at most 8 buffers' } })
    expect(skips.get(name)).toBe('at most 8 buffers')
    expect(tests.has(name)).toBe(false)
  })

  test('need a reason', async () => {
    await expect(register(sequential, { skips: { [name]: ' ' } })).rejects.toThrow(`"${name}" needs a reason`)
  })

  test('must name a case', async () => {
    await expect(register(sequential, { skips: { 'exec: nothing': 'x' } })).rejects.toThrow(ContractError)
  })

  test('name the flag that the device does not set', async () => {
    const { skips } = await register(sequential)
    const expected = contractCases().filter(({ requires }) => /TimeLimit|Abort/.test(requires ?? ''))
    expect([...skips.keys()]).toEqual(expected.map((skipped) => skipped.name))
    expect(new Set(skips.values())).toEqual(
      new Set(['the device does not set supportsTimeLimit', 'the device does not set supportsAbort']),
    )
  })
})

test('case names are unique', () => {
  const names = contractCases().map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})

test('a backend without devices is an error that gives its reasons', async () => {
  const backend = {
    ...createSequentialBackend(),
    probe: async () => ({ devices: [], reasons: ['no driver'] }),
  }
  await expect(register(backend)).rejects.toThrow('the backend "sequential" has no device to test: no driver')
})

test('a case after a failed one gets a new device', async () => {
  let opened = 0
  const good = createSequentialBackend()
  const backend: Backend = {
    ...good,
    async open(info) {
      opened++
      const device = await good.open(info)
      if (opened === 1) await device[Symbol.asyncDispose]()
      return device
    },
  }
  const { tests } = await register(backend)
  const run = tests.get('exec: 32 buffers')
  await expect(run?.()).rejects.toMatchObject({ code: 'contract' })
  await run?.()
  expect(opened).toBe(2)
})
