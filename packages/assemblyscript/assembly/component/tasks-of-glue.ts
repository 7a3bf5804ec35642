// The kinds of tasks that generated code makes of functions.
import { Fiber } from './fiber'
import { Poll, Task } from './task'

/** A call of an async function. */
export abstract class FiberTask extends Task {
  /** Calls the author's function and returns its result. */
  abstract run(): void

  resume(): Poll {
    new RootFiber(this).begin()
    return Poll.Done
  }
}

class RootFiber extends Fiber {
  constructor(private readonly call: FiberTask) {
    super()
  }

  run(): void {
    this.call.run()
  }
}

/** A call of a blocking function that returns before its end. */
export abstract class BlockingTask extends Task {
  abstract run(): void

  resume(): Poll {
    this.run()
    return Poll.Done
  }
}
