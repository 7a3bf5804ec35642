import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { fixture, program } from './support/run-weft.js'

test('an interrupt ends a guest whose kernel does not end', async () => {
  const calls = ['device(1)', 'buffer(10)', 'run(3, 10)'].flatMap((call) => ['--invoke', call])
  const child = spawn(process.execPath, [program, 'run', fixture('squares.wat'), ...calls])
  let output = ''
  child.stdout.on('data', (text) => {
    output += text
    // Everything before the endless kernel has happened.
    if (output === '0\n0\n') child.kill('SIGINT')
  })
  expect(await once(child, 'exit')).toEqual([null, 'SIGINT'])
})
