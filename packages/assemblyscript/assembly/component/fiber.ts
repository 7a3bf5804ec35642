// Functions that wait in the middle: the asyncify pass of the build makes their frames savable. The functions here that
// call `asyncify.…` are not themselves transformed, and nothing may be inlined into them.
import { Awaitable, refuseForeign } from './awaitable'
import { checkScratch, freeFrames, saveFrames, scratchArea, takeFrames } from './saved-frames'
import { Task } from './task'
import { currentTask } from './waiting'

// The pass resolves these: they are no imports of the finished module.
@external('asyncify', 'start_unwind')
declare function startUnwind(frames: usize): void
@external('asyncify', 'stop_unwind')
declare function stopUnwind(): void
@external('asyncify', 'start_rewind')
declare function startRewind(frames: usize): void
@external('asyncify', 'stop_rewind')
declare function stopRewind(): void

let parking: bool = false

/** A running call of an async function. It is ready when the function is over. */
export abstract class Fiber extends Awaitable {
  /** The fiber that runs; null outside of async functions. */
  static current: Fiber | null = null

  nextInQueue: Fiber | null = null
  private frames: usize = 0
  private owner: Task | null = null
  parked: bool = false

  /** The function itself; keeps its result. */
  abstract run(): void

  /** Runs it to its first wait, or to its end. */
  begin(): void {
    const task = currentTask()
    this.owner = task
    task.fiberCount++
    this.turn()
  }

  watch(task: Task): void {
    if (!this.ready && this.owner !== task) refuseForeign()
  }

  wake(): void {
    const task = this.owner!
    const last = task.lastFiber
    if (last !== null) last.nextInQueue = this
    else task.firstFiber = this
    task.lastFiber = this
  }

  /** One stretch, from one wait to the next. */
  turn(): void {
    const outer = Fiber.current
    Fiber.current = this
    if (this.parked) startRewind(takeFrames(this.frames))
    this.run()
    Fiber.current = outer
    if (parking) {
      checkScratch()
      stopUnwind()
      parking = false
      this.parked = true
      this.frames = saveFrames(this.frames)
      return
    }
    freeFrames(this.frames)
    this.owner!.fiberCount--
    this.becomeReady()
  }
}

/** Suspends the fiber that runs until it is woken. */
export function park(): void {
  const fiber = Fiber.current!
  if (fiber.parked) {
    stopRewind()
    fiber.parked = false
    return
  }
  parking = true
  startUnwind(scratchArea())
}
