import { readFileSync } from 'node:fs'

interface ProcessorTime {
  /** Clock ticks that all programs together have used. */
  readonly everybody: number
  /** Those of this process and of its children that have ended. */
  readonly own: number
}

const ticksPerMs = 0.1

/**
 * Watches how busy others keep the processors. The function it returns gives the share of one processor that other
 * programs took since: 0 for none, 2 for all of two. Always 0 where there is no /proc, on other systems than Linux.
 */
export function watchOthers(): () => number {
  const before = readProcessorTime()
  const start = performance.now()
  return () => {
    const now = readProcessorTime()
    if (before === undefined || now === undefined) return 0
    const others = now.everybody - before.everybody - (now.own - before.own)
    return Math.max(0, others / ((performance.now() - start) * ticksPerMs))
  }
}

function readProcessorTime(): ProcessorTime | undefined {
  try {
    const [user, nice, system, , , interrupts, softInterrupts, stolen] = numbersOf(
      '/proc/stat',
      /^cpu +(.*)$/m,
    )
    const [userTime, systemTime, childUserTime, childSystemTime] = numbersOf(
      '/proc/self/stat',
      /\)(?: \S+){11} (.*)$/m,
    )
    return {
      everybody: user! + nice! + system! + interrupts! + softInterrupts! + stolen!,
      own: userTime! + systemTime! + childUserTime! + childSystemTime!,
    }
  } catch {
    return undefined
  }
}

function numbersOf(file: string, pattern: RegExp): number[] {
  const match = pattern.exec(readFileSync(file, 'utf8'))
  return (match?.[1] ?? '').trim().split(/ +/).map(Number)
}
