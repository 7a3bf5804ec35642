import { Awaitable, Call, Result, race, select, timeout } from '@weft/assemblyscript/assembly/component'
import { Problem, fetch } from './gen/fan-out'
import { waitFor } from './gen/wasi-clocks-monotonic-clock'

type Answer = Result<string, string>
type Outcome = Result<string, Problem>

export async function fastest(urls: Array<string>, limit: u64): Promise<Outcome> {
  if (urls.length == 0) return failure(Problem.noUrls())
  const calls = fetchEach(urls)
  const timer = waitFor(limit)
  const fastest = race(calls)
  const inTime = await timeout(fastest, timer)
  timer.cancel()
  cancelAll(calls)
  if (!inTime) return failure(Problem.timedOut())
  const answer = fastest.value
  return answer.isOk ? success(answer.value) : failure(Problem.allFailed(answer.error))
}

export async function firstGood(urls: Array<string>, limit: u64): Promise<Outcome> {
  let outcome = failure(Problem.noUrls())
  const calls = fetchEach(urls)
  const timer = waitFor(limit)
  while (calls.length > 0) {
    const index = await select(timerAnd(timer, calls))
    if (index == 0) {
      outcome = failure(Problem.timedOut())
      break
    }
    const answer = calls[index - 1].value
    if (answer.isOk) {
      outcome = success(answer.value)
      break
    }
    outcome = failure(Problem.allFailed(answer.error))
    calls.splice(index - 1, 1)
  }
  timer.cancel()
  cancelAll(calls)
  return outcome
}

export async function all(urls: Array<string>, atOnce: u32): Promise<Array<Answer>> {
  const work = new Work(urls)
  const workers = new Array<Promise<void>>()
  for (let i: u32 = 0; i < max(atOnce, 1); i++) workers.push(takeWork(work))
  for (let i = 0; i < workers.length; i++) await workers[i]
  return work.answers
}

/** What the workers share. */
class Work {
  next: i32 = 0
  readonly answers: Array<Answer>

  constructor(readonly urls: Array<string>) {
    this.answers = new Array<Answer>(urls.length)
  }
}

async function takeWork(work: Work): Promise<void> {
  while (work.next < work.urls.length) {
    const index = work.next++
    work.answers[index] = await fetch(work.urls[index])
  }
}

function fetchEach(urls: Array<string>): Array<Call<Answer>> {
  const calls = new Array<Call<Answer>>()
  for (let i = 0; i < urls.length; i++) calls.push(fetch(urls[i]))
  return calls
}

function timerAnd(timer: Awaitable, calls: Array<Call<Answer>>): Array<Awaitable> {
  const parts: Array<Awaitable> = [timer]
  for (let i = 0; i < calls.length; i++) parts.push(calls[i])
  return parts
}

function cancelAll(calls: Array<Call<Answer>>): void {
  for (let i = 0; i < calls.length; i++) calls[i].cancel()
}

function success(text: string): Outcome {
  return Result.ok<string, Problem>(text)
}

function failure(problem: Problem): Outcome {
  return Result.err<string, Problem>(problem)
}
