import type { CallFailure, DeviceChoice, KernelFallback } from '@weft/parallel'
import colors from 'picocolors'
import { exitCodeOf } from '../cli-error.js'
import type { GuestCall } from '../guest-call.js'
import { formatGuestValue, type GuestValue, jsonGuestValue } from '../guest-value.js'
import { messageOf } from '../print-error.js'
import { type FailureReport, formatFailure, reportFailure } from './describe-failure.js'
import { DeviceNotes, type DeviceWishes, formatFallback } from './device-notes.js'

/** Failed calls and device choices that are told one by one; a guest can make millions. */
const toldAtMost = 1000

interface ResultReport {
  readonly invoke: string
  readonly values: readonly (number | string)[]
}

/** Says what happens in a run: lines as it happens, or with `json` one object on stdout at the end. */
export class Reporter {
  private readonly json: boolean
  private readonly notes: DeviceNotes
  private readonly results: ResultReport[] = []
  private readonly devices: DeviceChoice[] = []
  private readonly fallbacks: KernelFallback[] = []
  private readonly failures: FailureReport[] = []
  private silent = false
  /** A guest asked for a device and got none, or the device refused a kernel. */
  missedDevice = false

  constructor(json: boolean, wishes: DeviceWishes) {
    this.json = json
    this.notes = new DeviceNotes(wishes)
  }

  result({ text, results }: Pick<GuestCall, 'text' | 'results'>, values: readonly GuestValue[]): void {
    this.results.push({
      invoke: text,
      values: values.map((value, index) => jsonGuestValue(value, results[index]!)),
    })
    if (this.json || values.length === 0) return
    const words = values.map((value, index) => formatGuestValue(value, results[index]!))
    process.stdout.write(`${words.join(' ')}\n`)
  }

  failure(failure: CallFailure): void {
    if (failure.errno === 'no_device' || failure.errno === 'unsupported_kernel') this.missedDevice = true
    if (this.failures.length === toldAtMost) {
      this.fallSilent()
      return
    }
    const report = reportFailure(failure)
    this.failures.push(report)
    process.stderr.write(`${colors.yellow('failed:')} ${formatFailure(report)}\n`)
  }

  choice(choice: DeviceChoice): void {
    if (this.devices.length < toldAtMost) this.devices.push(choice)
    for (const note of this.notes.notesFor(choice))
      process.stderr.write(`${colors.yellow('device:')} ${note}\n`)
  }

  fallback(fallback: KernelFallback): void {
    if (this.fallbacks.length === toldAtMost) return
    this.fallbacks.push(fallback)
    process.stderr.write(`${colors.yellow('device:')} ${formatFallback(fallback)}\n`)
  }

  private fallSilent(): void {
    if (!this.silent) process.stderr.write(`${colors.yellow('failed:')} further failed calls are not told\n`)
    this.silent = true
  }

  /** The end of a run. */
  finish(exitCode: number): void {
    this.print({ exitCode })
  }

  /** The end of a run by an error; lines for people are left to the caller. */
  fail(error: unknown): void {
    this.print({ error: messageOf(error), exitCode: exitCodeOf(error) })
  }

  private print(end: { readonly error?: string; readonly exitCode: number }): void {
    const { results, devices, fallbacks, failures } = this
    if (this.json)
      process.stdout.write(`${JSON.stringify({ results, devices, fallbacks, failures, ...end })}\n`)
  }
}
