import { DeviceLostError } from '@weft/core'

/** Whether a GPU device is still there; what waits for it fails when it goes. */
export class GpuLife {
  private loss: DeviceLostError | undefined
  private readonly onLoss = new Set<(loss: DeviceLostError) => void>()

  /** `onEnd` is called once, when the device is lost or given up. */
  constructor(gpu: GPUDevice, onEnd: () => void) {
    this.onLoss.add(onEnd)
    void gpu.lost.then(({ reason, message }) => {
      const why = message.trim() || reason
      this.end(`the GPU device was lost (${why}), and its buffers with it: create them again`)
    })
  }

  get isOver(): boolean {
    return this.loss !== undefined
  }

  /** From now on, and in everything that waits, the device counts as lost. */
  end(message: string, cause?: unknown): void {
    if (this.loss !== undefined) return
    this.loss = new DeviceLostError(message, { cause })
    for (const notify of this.onLoss) notify(this.loss)
    this.onLoss.clear()
  }

  /** Settles as `work` does, but fails with `DeviceLostError` as soon as the device is lost. */
  during<T>(work: Promise<T>): Promise<T> {
    const { loss } = this
    if (loss !== undefined) {
      work.catch(() => {})
      return Promise.reject(loss)
    }
    return new Promise((resolve, reject) => {
      this.onLoss.add(reject)
      const settled = () => this.onLoss.delete(reject)
      work.finally(settled).then(resolve, reject)
    })
  }

  /**
   * Waits until a buffer is mapped. Nothing but a lost device makes that fail, though the news of the loss may come
   * later. Throws `DeviceLostError`.
   */
  map(mapping: Promise<void>): Promise<void> {
    const orLost = mapping.catch((cause) => {
      this.end('the GPU device was lost while it worked, and its buffers with it: create them again', cause)
    })
    return this.during(orLost)
  }
}
