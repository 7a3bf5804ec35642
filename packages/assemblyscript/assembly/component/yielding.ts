import { NextTurn } from './task'

/** Lets others run: `await yieldNow()`. */
export function yieldNow(): NextTurn {
  return new NextTurn()
}
