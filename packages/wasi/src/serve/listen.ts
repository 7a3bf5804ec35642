import { once } from 'node:events'
import type { Server } from 'node:http'
import { ListenError } from './serve-errors.js'

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'something else listens there; choose another port, or 0 for any that is free',
  EACCES: 'it is not allowed to; ports under 1024 are for the system',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no host of that name',
}

/** Resolves when the server listens. Rejects with `ListenError`. */
export async function listen(server: Server, host: string, port: number): Promise<void> {
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException
    throw new ListenError(`cannot listen on ${host}:${port}: ${reasons[code] ?? message}`, { cause })
  }
}
