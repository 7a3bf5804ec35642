import type { FuzzProgram } from '../program/program.js'
import { nodeAt, nodeCount, replaceAt } from '../program/tree-positions.js'
import { replacementsOf, withBody, withIterations } from './shrink-candidates.js'

/** Says whether a program still shows what is looked for. */
export type Predicate = (program: FuzzProgram) => Promise<boolean>

/**
 * Makes a program smaller as long as `isStillWrong`, which is asked at most `trials` times: fewer iterations, fewer
 * instructions, constants in the place of values.
 */
export async function shrinkProgram(
  program: FuzzProgram,
  isStillWrong: Predicate,
  trials: number,
): Promise<FuzzProgram> {
  const shrinker = new Shrinker(program, isStillWrong, trials)
  await shrinker.run()
  return shrinker.program
}

class Shrinker {
  program: FuzzProgram
  private readonly isStillWrong: Predicate
  private trials: number

  constructor(program: FuzzProgram, isStillWrong: Predicate, trials: number) {
    this.program = program
    this.isStillWrong = isStillWrong
    this.trials = trials
  }

  async run(): Promise<void> {
    for (let improved = true; improved && this.trials > 0; ) {
      improved = await this.shrinkIterations()
      for (const number of this.program.functions.keys()) {
        if (await this.shrinkFunction(number)) improved = true
      }
    }
  }

  private async attempt(candidate: FuzzProgram): Promise<boolean> {
    if (this.trials <= 0) return false
    this.trials--
    if (!(await this.isStillWrong(candidate))) return false
    this.program = candidate
    return true
  }

  private async shrinkIterations(): Promise<boolean> {
    const { iterations } = this.program.layout
    for (const fewer of [1, 2, iterations >> 2, iterations >> 1, iterations - 1]) {
      if (fewer < 1 || fewer >= iterations) continue
      if (await this.attempt(withIterations(this.program, fewer))) return true
    }
    return false
  }

  /** Goes through a function's nodes from the outside in; where one was replaced, looks at what took its place. */
  private async shrinkFunction(number: number): Promise<boolean> {
    let improved = false
    for (let position = 0; position < nodeCount(this.body(number)) && this.trials > 0; position++) {
      while (await this.shrinkNode(number, position)) improved = true
    }
    return improved
  }

  private async shrinkNode(number: number, position: number): Promise<boolean> {
    const body = this.body(number)
    if (position >= nodeCount(body)) return false
    for (const replacement of replacementsOf(nodeAt(body, position))) {
      const candidate = withBody(this.program, number, replaceAt(body, position, replacement))
      if (await this.attempt(candidate)) return true
    }
    return false
  }

  private body(number: number) {
    return this.program.functions[number]!.body
  }
}
