import { InvalidArgumentError } from 'commander'

/** For an option of a benchmark. Throws `InvalidArgumentError`. */
export function parseRounds(text: string): number {
  const rounds = Number(text)
  if (Number.isInteger(rounds) && rounds >= 1 && rounds <= 100) return rounds
  throw new InvalidArgumentError('a number of rounds is from 1 to 100')
}
