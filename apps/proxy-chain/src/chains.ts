import { readFile } from 'node:fs/promises'
import { type Component, chain, compile, link } from '@weft/component'
import { type Guest, guestPath, guests } from './guests.js'

export type Guests = Readonly<Record<Guest, Component>>

/** What the requests of a chain come to at last: a component that answers, or the network. */
type End = 'service' | 'network'

/** The shape of a proxy. */
export interface Shape {
  readonly middlewares: number
  readonly end: End
  /** Levels of splitters behind the middlewares; each asks three upstreams. Default 0. */
  readonly levels?: number
}

const branches = ['branch-first', 'branch-second', 'branch-third'] as const

/** All guests, compiled. `read` gives the bytes of one; default: what `npm run build` made. */
export async function loadGuests(
  read: (name: Guest) => Promise<Uint8Array> = (name) => readFile(guestPath(name)),
): Promise<Guests> {
  const pairs = guests.map(async (name) => [name, await compile(await read(name))] as const)
  return Object.fromEntries(await Promise.all(pairs)) as Guests
}

/**
 * One component out of many: middlewares in a row, then splitters like a tree, then the ends. Every part has an instance of
 * its own, and calls between them do not pass JavaScript.
 */
export function compose(guests: Guests, { middlewares, end, levels = 0 }: Shape): Component {
  const edits = Array.from({ length: middlewares }, () => guests['header-edit'])
  const [first, ...rest] = [...edits, treeOf(guests, levels, end)]
  return chain(first!, ...rest)
}

function treeOf(guests: Guests, levels: number, end: End): Component {
  if (levels === 0) return guests[end === 'service' ? 'service' : 'gateway']
  const upstream = treeOf(guests, levels - 1, end)
  const plug = branches.map((name) => link({ plug: upstream, socket: guests[name] }))
  return link({ plug, socket: guests.splitter })
}
