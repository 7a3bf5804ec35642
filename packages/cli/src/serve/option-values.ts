import { InvalidArgumentError } from 'commander'

export interface Address {
  readonly host: string
  readonly port: number
}

/** `host:port`, `[::1]:port`, or a port alone, which is one of this machine. */
export function parseAddress(text: string): Address {
  const match = /^(?:(\[[^\]]+\]|[^:]*):)?(\d+)$/.exec(text)
  const port = Number(match?.[2])
  if (!match || port > 0xffff)
    throw new InvalidArgumentError('Write it as HOST:PORT, such as 127.0.0.1:8080.')
  const host = (match[1] ?? '').replace(/^\[|\]$/g, '')
  return { host: host === '' ? '127.0.0.1' : host, port }
}

/** A whole number from 1. */
export function parseAmount(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1) throw new InvalidArgumentError('It must be a whole number from 1.')
  return value
}

const units: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }

/** A number of bytes; k, M and G are powers of 1,024. */
export function parseBytes(text: string): number {
  const match = /^(\d+)([kmg]?)$/i.exec(text)
  if (!match) throw new InvalidArgumentError('It must be a number of bytes, such as 1000, 64k or 10M.')
  return Number(match[1]) * units[match[2]!.toLowerCase()]!
}
