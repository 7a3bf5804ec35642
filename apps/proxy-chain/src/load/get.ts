import { type Agent, type IncomingMessage, request } from 'node:http'

/** Asks, and resolves once the headers are there. */
export function get(url: string, agent: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(url, { agent }, resolve).on('error', reject).end()
  })
}

/** Reads a body to its end. Resolves to how many bytes came; rejects if it breaks off. */
export async function drain(message: IncomingMessage): Promise<number> {
  let bytes = 0
  for await (const chunk of message) bytes += (chunk as Buffer).length
  return bytes
}
