import { Call, Poll, Task } from '@weft/assemblyscript/assembly/component'

/** Asks for what it was asked for itself, and returns the answer as it came. */
export abstract class Forward<Request, Answer> extends Task {
  private call!: Call<Answer>

  constructor(
    private readonly request: Request,
    private readonly ask: (request: Request) => Call<Answer>,
    private readonly giveBack: (answer: Answer) => void,
  ) {
    super()
  }

  resume(): Poll {
    // What is begun belongs to the task that runs: none does in the constructor.
    if (this.state == 0) this.call = this.ask(this.request)
    if (!this.ready(this.call, 1)) return Poll.Pending
    this.giveBack(this.call.value)
    return Poll.Done
  }
}
