import { Awaitable, Call, Result, select } from '@weft/assemblyscript/assembly/component'
import { Counts, Part, fetch } from './gen/splitter'

type Answer = Result<Uint8Array, string>
type Outcome = Result<Uint8Array, Array<string>>

export async function gather(urls: Array<string>): Promise<Array<Part>> {
  const flight = new Flight(urls)
  const parts = new Array<Part>()
  while (flight.calls.length > 0) {
    const index = await select(flight.awaited())
    const url = flight.urls[index]
    parts.push(new Part(url, countsOf(flight.land(index))))
  }
  return parts
}

export async function first(urls: Array<string>): Promise<Outcome> {
  const flight = new Flight(urls)
  const reasons = new Array<string>()
  while (flight.calls.length > 0) {
    const index = await select(flight.awaited())
    const answer = flight.land(index)
    if (answer.isOk) {
      flight.cancel()
      return Result.ok<Uint8Array, Array<string>>(answer.value)
    }
    reasons.push(answer.error)
  }
  return Result.err<Uint8Array, Array<string>>(reasons)
}

/** The calls that are under way, and what each is for. */
class Flight {
  readonly urls: Array<string>
  readonly calls: Array<Call<Answer>> = new Array<Call<Answer>>()

  constructor(urls: Array<string>) {
    this.urls = urls.slice()
    for (let i = 0; i < urls.length; i++) this.calls.push(fetch(urls[i]))
  }

  awaited(): Array<Awaitable> {
    const parts = new Array<Awaitable>()
    for (let i = 0; i < this.calls.length; i++) parts.push(this.calls[i])
    return parts
  }

  /** Takes a call that is ready out of those that are under way. */
  land(index: i32): Answer {
    const answer = this.calls[index].value
    this.calls.splice(index, 1)
    this.urls.splice(index, 1)
    return answer
  }

  cancel(): void {
    for (let i = 0; i < this.calls.length; i++) this.calls[i].cancel()
  }
}

function countsOf(answer: Answer): Result<Counts, string> {
  if (answer.isErr) return Result.err<Counts, string>(answer.error)
  const bytes = answer.value
  let words = 0
  let inWord = false
  for (let i = 0; i < bytes.length; i++) {
    const isSpace = bytes[i] <= 0x20
    if (!isSpace && !inWord) words++
    inWord = !isSpace
  }
  return Result.ok<Counts, string>(new Counts(bytes.length, words))
}
