import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

import { WeftError } from '@weft/core'
import { appPath } from '../paths.js'
import type { Answer, ProxyOrder, Snapshot } from './messages.js'

/** A server in a process of its own. Disposing of it ends the process. */
export interface Started extends Disposable {
  readonly url: string
  snapshot(): Promise<Snapshot>
}

export function startProxy(order: ProxyOrder): Promise<Started> {
  return start('proxy', [JSON.stringify(order)])
}

export function startUpstream(): Promise<Started> {
  return start('upstream', [])
}

/** Throws `WeftError` (`benchmark-process`) if the process ends before it serves. */
async function start(name: string, parameters: string[]): Promise<Started> {
  const program = appPath(`dist/${name}.js`)
  const child = fork(program, parameters)
  const { url } = (await answerOf(child, name)) as Extract<Answer, { url: string }>
  return {
    url,
    snapshot: async () => {
      child.send('snapshot')
      return ((await answerOf(child, name)) as Extract<Answer, { snapshot: Snapshot }>).snapshot
    },
    [Symbol.dispose]: () => void child.kill(),
  }
}

async function answerOf(child: ChildProcess, name: string): Promise<Answer> {
  const ended = new AbortController()
  const exit = once(child, 'exit', { signal: ended.signal }).then(([code]) => {
    throw new WeftError('benchmark-process', `the process ${name} ended with ${code} before it answered`)
  })
  const message = once(child, 'message', { signal: ended.signal }).then(([answer]) => answer as Answer)
  try {
    return await Promise.race([message, exit])
  } finally {
    exit.catch(() => {})
    message.catch(() => {})
    ended.abort()
  }
}
