import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { Component } from '@weft/component'
import { type Denial, type RunCommandOptions, runCommand } from '../../src/node.js'

export interface GuestRun {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  readonly denied: readonly Denial['capability'][]
}

/** Runs a command and collects what it writes. */
export async function runGuest(component: Component, options: RunCommandOptions = {}): Promise<GuestRun> {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const denied: Denial['capability'][] = []
  const collected = Promise.all([text(stdout), text(stderr)])
  const onDenied = ({ capability }: Denial) => denied.push(capability)
  try {
    const exitCode = await runCommand(component, { stdout, stderr, onDenied, ...options })
    stdout.end()
    stderr.end()
    const [output, errors] = await collected
    return { exitCode, stdout: output, stderr: errors, denied }
  } finally {
    stdout.end()
    stderr.end()
  }
}
