import { readFile } from 'node:fs/promises'
import { type Component, compile, link } from '@weft/component'
import type { Condition, Report } from './analysis.js'
import { guestPath, guests } from './build-guest.js'

export type Text = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/** The three components as one: text goes in, a report comes out, rows pass from memory to memory. */
export function linkPipeline(parse: Component, filter: Component, aggregate: Component): Component {
  return link({ plug: [parse, filter], socket: aggregate })
}

/** The pipeline of what `npm run build` made. */
export async function loadPipeline(): Promise<Component> {
  const [parse, filter, aggregate] = await Promise.all(
    guests.map((name) => compile(readFile(guestPath(name)))),
  )
  return linkPipeline(parse!, filter!, aggregate!)
}

/** Runs a text through new instances of the three. */
export async function analyze(pipeline: Component, text: Text, where: Condition): Promise<Report> {
  using instance = await pipeline.instantiate()
  const { run } = instance.exports as { run(text: Text, where: Condition): Promise<Report> }
  return await run(text, where)
}
