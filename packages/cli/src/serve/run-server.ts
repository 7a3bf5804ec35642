import type { Component, InstantiateOptions } from '@weft/component'
import { WeftError } from '@weft/core'
import {
  createNodeClient,
  type NodeClient,
  type RequestSummary,
  type ServeLimits,
  type Server,
  serve,
} from '@weft/wasi/node'
import colors from 'picocolors'
import { CommandError, UsageError } from '../cli-error.js'
import { loadComponent } from '../load-component.js'
import { messageOf } from '../print-error.js'
import { traceTo } from '../trace/trace-to.js'
import type { ServeCommandOptions } from './serve-command-options.js'
import { wasiFor } from './wasi-for.js'

/** Serves a component until a signal ends it; returns the exit code. */
export async function runServer(path: string, options: ServeCommandOptions): Promise<number> {
  const component = await loadComponent(path)
  const client = options.inheritNetwork ? createNodeClient() : undefined
  await traceTo(options.trace, async (trace) => {
    const server = await start(path, component, options, { client, instantiate: trace?.options })
    process.stdout.write(`listening on ${server.url}\n`)
    await closedBySignal(server, options.grace ?? 10_000)
  })
  client?.close()
  return 0
}

interface ServerParts {
  readonly client: NodeClient | undefined
  readonly instantiate: InstantiateOptions | undefined
}

async function start(
  path: string,
  component: Component,
  options: ServeCommandOptions,
  parts: ServerParts,
): Promise<Server> {
  try {
    return await serve(component, {
      ...options.addr,
      ...parts,
      imports: wasiFor(options),
      handler: upstreamOf(options),
      limits: limitsOf(options),
      onError: tell,
    })
  } catch (error) {
    if (!WeftError.isInstance(error) || error.code === 'usage') throw error
    const where = error.code === 'cannot-listen' ? '' : `${path}: `
    throw new CommandError(`${where}${error.message}`, { cause: error })
  }
}

function upstreamOf({ upstream }: ServeCommandOptions): URL | undefined {
  if (upstream === undefined) return undefined
  const url = URL.parse(upstream)
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === ''
  if (!isOrigin) throw new UsageError(`--upstream ${upstream}: write it as http://HOST:PORT, without a path`)
  return url
}

function limitsOf(options: ServeCommandOptions): Partial<ServeLimits> {
  const limits = {
    maximumRequests: options.maxRequests,
    maximumBodyBytes: options.maxBody,
    maximumHeaderBytes: options.maxHeaders,
    maximumInstances: options.maxInstances,
    maximumRequestsAtOnce: options.requestsPerInstance,
    maximumReuse: options.maxReuse,
    responseMs: options.timeout,
    receiveMs: options.receiveTimeout,
    stallMs: options.stallTimeout,
  }
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined))
}

/** One line for each thing that went wrong; the stack too if WEFT_DEBUG is 1. */
function tell(error: unknown, request: RequestSummary | undefined): void {
  const what = request ? `${request.method} ${request.url}: ` : ''
  process.stderr.write(`${colors.red('error:')} ${what}${messageOf(error).replaceAll(/\s*\n\s*/g, ' ')}\n`)
  if (process.env.WEFT_DEBUG === '1' && error instanceof Error) process.stderr.write(`${error.stack}\n`)
}

/** The first signal lets requests end, the second ends the process. */
async function closedBySignal(server: Server, graceMs: number): Promise<void> {
  const signals = ['SIGINT', 'SIGTERM'] as const
  const first = Promise.withResolvers<void>()
  let count = 0
  const signalled = () => {
    if (++count > 1) process.exit(130)
    first.resolve()
  }
  for (const signal of signals) process.on(signal, signalled)
  await first.promise
  if (server.requests + server.tasks > 0)
    process.stderr.write(
      `waits ${graceMs / 1000} s for ${server.requests} request(s); once more ends at once\n`,
    )
  await server.close({ graceMs })
  for (const signal of signals) process.off(signal, signalled)
}
