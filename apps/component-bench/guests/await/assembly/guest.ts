import { Poll, Task } from '@weft/assemblyscript/assembly/component'
import { returnTask } from './gen/waits'

function mix(x: u32): u32 {
  return (x ^ (x >> 13)) * 1664525 + 1013904223
}

async function one(): Promise<u32> {
  return 1
}

async function mixLater(x: u32): Promise<u32> {
  return mix(x) + 1
}

export async function nothing(times: u32): Promise<u32> {
  let x: u32 = 1
  for (let i: u32 = 0; i < times; i++) x = mix(x) + 1
  return x
}

/** A promise that is ready. */
export async function promise(times: u32): Promise<u32> {
  const ready = one()
  let x: u32 = 1
  for (let i: u32 = 0; i < times; i++) x = mix(x) + (await ready)
  return x
}

/** Another async function, which never waits. */
export async function call(times: u32): Promise<u32> {
  let x: u32 = 1
  for (let i: u32 = 0; i < times; i++) x = await mixLater(x)
  return x
}

/** A promise that is ready, in the style of tasks. */
export class Task_ extends Task {
  private x: u32 = 1
  private done: u32 = 0

  constructor(private readonly times: u32) {
    super()
  }

  resume(): Poll {
    const promise = one()
    for (;;) {
      switch (this.state) {
        case 0:
          if (this.done++ == this.times) {
            returnTask(this.x)
            return Poll.Done
          }
          if (!this.ready(promise, 1)) return Poll.Pending
        case 1:
          this.x = mix(this.x) + promise.value
          this.state = 0
      }
    }
    return Poll.Done
  }
}
