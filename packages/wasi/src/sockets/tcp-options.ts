import { socketError } from './socket-error.js'

interface Options {
  keepAliveEnabled: boolean
  keepAliveIdleTime: bigint
  keepAliveInterval: bigint
  keepAliveCount: number
  hopLimit: number
  receiveBufferSize: bigint
  sendBufferSize: bigint
}

const second = 1_000_000_000n
const defaults: Options = {
  keepAliveEnabled: false,
  keepAliveIdleTime: 7200n * second,
  keepAliveInterval: 75n * second,
  keepAliveCount: 9,
  hopLimit: 64,
  receiveBufferSize: 65_536n,
  sendBufferSize: 65_536n,
}

/** The most that Linux takes. */
const maximumSeconds = 32_767n
const maximumCount = 127

/** The options of `tcp-socket`. Node has a way to the system for keep-alive and its idle time; the others are kept and told. */
export abstract class TcpOptions {
  protected readonly options: Options

  /** Those of the listener for a socket that it accepted. */
  constructor(inherited: Options = defaults) {
    this.options = { ...inherited }
  }

  /** Gives the system what it takes. */
  protected abstract apply(): void

  getKeepAliveEnabled(): boolean {
    return this.options.keepAliveEnabled
  }

  setKeepAliveEnabled(value: boolean): void {
    this.options.keepAliveEnabled = value
    this.apply()
  }

  getKeepAliveIdleTime(): bigint {
    return this.options.keepAliveIdleTime
  }

  setKeepAliveIdleTime(value: bigint): void {
    this.options.keepAliveIdleTime = wholeSeconds(value)
    this.apply()
  }

  getKeepAliveInterval(): bigint {
    return this.options.keepAliveInterval
  }

  setKeepAliveInterval(value: bigint): void {
    this.options.keepAliveInterval = wholeSeconds(value)
  }

  getKeepAliveCount(): number {
    return this.options.keepAliveCount
  }

  setKeepAliveCount(value: number): void {
    this.options.keepAliveCount = Math.min(positive(value), maximumCount)
  }

  getHopLimit(): number {
    return this.options.hopLimit
  }

  setHopLimit(value: number): void {
    this.options.hopLimit = positive(value)
  }

  getReceiveBufferSize(): bigint {
    return this.options.receiveBufferSize
  }

  setReceiveBufferSize(value: bigint): void {
    this.options.receiveBufferSize = positive(value)
  }

  getSendBufferSize(): bigint {
    return this.options.sendBufferSize
  }

  setSendBufferSize(value: bigint): void {
    this.options.sendBufferSize = positive(value)
  }
}

/** @throws ComponentError: `invalid-argument` for 0 */
export function positive<T extends number | bigint>(value: T): T {
  if (value <= 0) throw socketError('invalid-argument')
  return value
}

/** A duration as the system keeps it, in whole seconds. */
function wholeSeconds(value: bigint): bigint {
  const seconds = (positive(value) + second - 1n) / second
  return (seconds > maximumSeconds ? maximumSeconds : seconds) * second
}
