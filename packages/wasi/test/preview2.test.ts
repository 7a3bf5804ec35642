import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import type { Component } from '@weft/component'
import { beforeAll, expect, test } from 'vitest'
import { buildIn } from './support/guests.js'
import { runGuest } from './support/run-guest.js'

let guest: Component

beforeAll(async () => {
  guest = await buildIn('preview2', 'preview2', 'guest')
})

test('standard input blocks until there is something', async () => {
  async function* slowly() {
    await new Promise((resolve) => setTimeout(resolve, 20))
    yield Buffer.from('slow ')
    await new Promise((resolve) => setTimeout(resolve, 20))
    yield Buffer.from('input')
  }
  const { stdout } = await runGuest(guest, { args: ['echo'], stdin: Readable.from(slowly()) })
  expect(stdout).toBe('true\nslow input.\n')
})

test('standard input that was not granted is closed', async () => {
  expect(await runGuest(guest, { args: ['echo'] })).toMatchObject({ stdout: 'true\n.\n', denied: ['stdin'] })
})

test('output streams', async () => {
  const stdin = new TextEncoder().encode('abcdefg')
  const { stdout, stderr } = await runGuest(guest, { args: ['outputs'], stdin })
  expect(stdout).toBe('written \0\0\0abc true 3 2 fg.\n')
  expect(stderr).toBe('an error')
})

test('clocks and poll', async () => {
  expect((await runGuest(guest, { args: ['clocks'] })).stdout).toBe('1 1 true true true true true UTC 0\n')
})

test('the environment, random numbers and terminals', async () => {
  const { stdout } = await runGuest(guest, { args: ['words', 'x'], env: { a: 'b' } })
  expect(stdout).toBe('words,x 1 true 70000 true true\n')
})

test.each(['exit', 'err'])('%s is exit code 1', async (word) => {
  expect((await runGuest(guest, { args: [word] })).exitCode).toBe(1)
})

test('files', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'weft-preview2-'))
  try {
    writeFileSync(path.join(folder, 'a.txt'), 'a')
    // 0.2 has no time before 1970.
    utimesSync(path.join(folder, 'a.txt'), '-1', '-1')
    const { stdout } = await runGuest(guest, {
      args: ['files'],
      dirs: [{ hostPath: folder, guestPath: '/data' }],
    })
    expect(stdout.split('\n')).toEqual([
      '1 /data',
      'true',
      'hello false 0 true',
      '1 12 6',
      'world!.',
      'a.txt:6 made:3 ',
      '20 31',
      '12',
      '1 true',
      '',
    ])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
