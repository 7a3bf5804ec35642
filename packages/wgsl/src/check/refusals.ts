export interface Refusal {
  readonly rule: string
  readonly message: string
  readonly workaround: string
}

type Entry = readonly [pattern: RegExp, rule: string, why: string, workaround: string]

/** The first pattern that fits counts. */
const entries: readonly Entry[] = [
  [
    /^memory\.grow$/,
    'memory-grow',
    'the memory of a GPU kernel cannot grow',
    'pass a buffer that is large enough',
  ],
  [
    /^memory\.atomic\.(wait|notify)/,
    'thread-wait',
    'iterations on a GPU cannot wait for each other',
    'split the work into several parallel loops',
  ],
  [
    /^i64\.atomic\./,
    'atomic-64',
    'WGSL has no atomics of 64 bits',
    'use atomics of 32 bits, or collect results in a buffer and reduce them in a second loop',
  ],
  [
    /^(return_call|return_call_indirect|return_call_ref)$/,
    'tail-call',
    'WGSL has no tail calls',
    'compile without tail calls',
  ],
  [
    /^(try|catch|catch_all|delegate|throw|rethrow|throw_ref|try_table)$/,
    'exceptions',
    'a GPU has no exceptions',
    'compile without exception handling, and report errors through a buffer',
  ],
  [
    /^(table\.|elem\.)/,
    'table',
    'tables are fixed when a GPU kernel is compiled',
    'fill the table with element segments, and leave it unchanged',
  ],
  [
    /^(ref\.|br_on_|call_ref|struct\.|array\.|any\.|extern\.|i31\.|string)/,
    'references',
    'a GPU has no references',
    'use numbers and memory',
  ],
]

/** Why an instruction cannot run on a GPU, and what to do instead. */
export function refusalOf(name: string): Refusal {
  const found = entries.find(([pattern]) => pattern.test(name))
  if (found === undefined) {
    return {
      rule: 'instruction',
      message: `${name}: this compiler does not know the instruction`,
      workaround: 'compile without the feature it belongs to',
    }
  }
  const [, rule, why, workaround] = found
  return { rule, message: `${name}: ${why}`, workaround }
}
