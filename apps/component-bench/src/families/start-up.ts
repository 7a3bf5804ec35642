import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRow, median, type Row } from '@weft/benchmark-report'
import type { Bench, Family } from '../family.js'
import type { Guest } from '../guest.js'
import { expectResult, messageOf } from '../measure.js'
import { modulePath, runScript } from '../run-process.js'
import { temporaryFolder, transpile } from '../runtimes/jco.js'
import { buildServiceGuest, serviceAnswer, withStart } from '../start-up/service-guest.js'
import { type Start, startOnce } from '../start-up/start-once.js'
import {
  componentFile,
  loadStarter,
  type PreparedGuest,
  type StarterName,
  starterNames,
} from '../start-up/starters.js'

/** Starts the component, which lies in the folder too. */
type StartBy = (name: StarterName, prepared: PreparedGuest, folder: string) => Promise<Start>

/** From the bytes of a component of 0.4 MB to its instance. */
export const startUp: Family = {
  name: 'start-up',
  async measure(bench) {
    const guest = await buildServiceGuest()
    bench.progress('start-up/warm')
    const warm = await startAll(bench, guest, startHere)
    bench.progress('start-up/first')
    const first = await startAll(bench, guest, startThere)
    return [
      createRow('start-up/component', guest.bytes.length / 1e6, 'MB'),
      ...rowsOf('start-up/warm', warm, 8),
      ...rowsOf('start-up/first-in-process', first, 30),
    ]
  },
}

type Samples = Map<StarterName, { readonly times: number[]; failure?: string }>

const startHere: StartBy = async (name, prepared) => startOnce(await loadStarter(name), prepared)

const startThere: StartBy = (name, { guest }, folder) =>
  runScript<Start>(modulePath('first-start'), [name, folder, guest.name])

const warmUps = 5

/** Every way once a round; what is compiled differs in a few bytes of data each time. */
async function startAll({ rounds }: Bench, guest: Guest, startBy: StartBy): Promise<Samples> {
  await using folder = await temporaryFolder()
  const samples: Samples = new Map(starterNames.map((name) => [name, { times: [] }]))
  const ignored = startBy === startHere ? Math.min(warmUps, rounds) : 0
  for (let round = 0; round < rounds + ignored; round++) {
    const prepared = await prepareRound(guest, join(folder.path, String(round)))
    for (const [name, sample] of round % 2 === 0 ? samples : [...samples].reverse()) {
      try {
        const { elapsedMs, answer } = await startBy(name, ...prepared.get(name)!)
        if (round >= ignored) sample.times.push(elapsedMs)
        if (answer !== undefined) expectResult(answer, serviceAnswer)
      } catch (error) {
        sample.failure = messageOf(error)
      }
    }
  }
  return samples
}

let starts = 0

/** Before anything of the round is timed. */
async function prepareRound(
  guest: Guest,
  folder: string,
): Promise<ReadonlyMap<StarterName, readonly [PreparedGuest, string]>> {
  const prepared = new Map<StarterName, readonly [PreparedGuest, string]>()
  for (const name of starterNames) {
    const own = join(folder, name)
    await mkdir(own, { recursive: true })
    const fresh = withStart(guest, starts++)
    await writeFile(join(own, componentFile), fresh.bytes)
    prepared.set(name, [{ guest: fresh, transpiled: await transpile(fresh, own) }, own])
  }
  return prepared
}

function rowsOf(name: string, samples: Samples, maximumMs: number): Row[] {
  return [...samples].map(([starter, { times, failure }]) => {
    const note = failure === undefined ? undefined : `cannot be done: ${failure}`
    const target = starter === 'weft' ? { max: maximumMs } : {}
    return createRow(`${name}/${starter}`, median(times), 'ms', target, note)
  })
}
