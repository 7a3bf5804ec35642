import { backpressureDec, backpressureInc } from './canon'

/** While it was increased more often than decreased, new calls wait outside. */
export namespace backpressure {
  export function increase(): void {
    backpressureInc()
  }

  export function decrease(): void {
    backpressureDec()
  }
}
