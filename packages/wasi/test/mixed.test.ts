import { PassThrough, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { Component } from '@weft/component'
import { beforeAll, expect, test } from 'vitest'
import { runCommand } from '../src/node.js'
import { buildIn } from './support/guests.js'

let guest: Component

beforeAll(async () => {
  guest = await buildIn('preview2', 'mixed', 'mixed')
})

/** Takes each chunk in a later turn: whoever writes to it and waits is suspended. */
function slowOutput(): { readonly stdout: Writable; readonly chunks: string[] } {
  const chunks: string[] = []
  const stdout = new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString())
      setImmediate(done)
    },
  })
  return { stdout, chunks }
}

test('an asynchronous program whose library blocks', async () => {
  const { stdout, chunks } = slowOutput()
  expect(await runCommand(guest, { args: ['name'], stdout })).toBe(0)
  expect(chunks).toEqual(['printed ', 'written ', 'again ', 'later ', 'and last'])
})

test('what it has printed is there when it exits', async () => {
  const { stdout, chunks } = slowOutput()
  expect(await runCommand(guest, { args: ['exit'], stdout })).toBe(1)
  expect(chunks).toEqual(['printed ', 'written ', 'again '])
})

test('the message of a panic is there when it traps', async () => {
  const { stdout, chunks } = slowOutput()
  const stderr = new PassThrough()
  await expect(runCommand(guest, { args: ['panic'], stdout, stderr })).rejects.toMatchObject({ code: 'trap' })
  stderr.end()
  expect(await text(stderr)).toBe('panicked')
  expect(chunks.join('')).toBe('printed written again ')
})
