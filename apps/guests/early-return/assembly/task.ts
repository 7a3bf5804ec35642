import { Call, Poll, Result, Task } from '@weft/assemblyscript/assembly/component'
import { report, returnSubmit, save } from './gen/early-return'

const enum State {
  Start,
  Next,
  Saved,
}

export class Submit extends Task {
  private index: i32 = 0
  private saved: u32 = 0
  private call!: Call<bool>

  constructor(private readonly entries: Array<string>) {
    super()
  }

  resume(): Poll {
    while (true) {
      switch (this.state) {
        case State.Start: {
          if (!this.accept()) return Poll.Done
        }
        // The caller has its answer. What follows is nobody's to wait for.
        case State.Next: {
          if (this.index == this.entries.length) return this.finish()
          this.call = save(this.entries[this.index++])
          if (!this.ready(this.call, State.Saved)) return Poll.Pending
        }
        default: {
          if (this.call.value) this.saved++
          this.state = State.Next
        }
      }
    }
  }

  private accept(): bool {
    const count = this.entries.length
    if (count == 0) returnSubmit(Result.err<u32, string>('there is nothing to save'))
    else returnSubmit(Result.ok<u32, string>(count))
    return count != 0
  }

  private finish(): Poll {
    report(this.saved, this.entries.length - this.saved)
    return Poll.Done
  }
}
