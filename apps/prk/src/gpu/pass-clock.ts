const timestampBytes = 16

/** The GPU's own clock around one compute pass. */
export class PassClock implements Disposable {
  readonly writes: GPUComputePassTimestampWrites
  private readonly querySet: GPUQuerySet
  private readonly resolved: GPUBuffer
  private readonly readable: GPUBuffer

  /** `device` must have the feature `timestamp-query`. */
  constructor(device: GPUDevice) {
    const { QUERY_RESOLVE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage
    this.querySet = device.createQuerySet({ type: 'timestamp', count: 2 })
    this.resolved = device.createBuffer({ size: timestampBytes, usage: QUERY_RESOLVE | COPY_SRC })
    this.readable = device.createBuffer({ size: timestampBytes, usage: COPY_DST | MAP_READ })
    this.writes = { querySet: this.querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 }
  }

  /** To be encoded behind the pass. */
  encodeRead(encoder: GPUCommandEncoder): void {
    encoder.resolveQuerySet(this.querySet, 0, 2, this.resolved, 0)
    encoder.copyBufferToBuffer(this.resolved, 0, this.readable, 0, timestampBytes)
  }

  /** Milliseconds of the pass that was submitted last. */
  async readMs(): Promise<number> {
    await this.readable.mapAsync(GPUMapMode.READ)
    const [begin = 0n, end = 0n] = new BigUint64Array(this.readable.getMappedRange())
    this.readable.unmap()
    return Number(end - begin) / 1e6
  }

  [Symbol.dispose](): void {
    this.querySet.destroy()
    this.resolved.destroy()
    this.readable.destroy()
  }
}
