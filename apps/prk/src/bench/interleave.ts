/** What one of several compared things gave, round by round. */
export type Rounds<Name extends string, T> = Readonly<Record<Name, readonly T[]>>

/**
 * Runs every contender once a round, so that whatever disturbs the machine for a while disturbs all of them. Every
 * second round runs them in the opposite order.
 */
export async function interleave<Name extends string, T>(
  rounds: number,
  contenders: Readonly<Record<Name, () => Promise<T>>>,
): Promise<Rounds<Name, T>> {
  const names = Object.keys(contenders) as Name[]
  const results = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Record<Name, T[]>
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed())
      results[name].push(await contenders[name]())
  }
  return results
}
