import type { Trace } from '@weft/component/trace'
import { writeOutput } from '../write-output.js'

/** Runs a job, and writes what was traced of it to `file`, whether it fails or not. Without a file nothing is traced. */
export async function traceTo<Result>(
  file: string | undefined,
  job: (trace: Trace | undefined) => Promise<Result>,
): Promise<Result> {
  if (file === undefined) return job(undefined)
  const { createTrace } = await import('@weft/component/trace')
  const trace = createTrace()
  // A file that cannot be written is known before the job has run for hours.
  await writeOutput(file, JSON.stringify(trace))
  try {
    return await job(trace)
  } finally {
    await writeOutput(file, JSON.stringify(trace))
  }
}
