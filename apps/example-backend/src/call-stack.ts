import { type DeviceMemory, type KernelCall, stackPointerOf } from '@weft/backend'

/** Room for the kernel's stack during one call: the caller's in shared mode, else some of the device's memory. */
export class CallStack implements Disposable {
  /** What the kernel's stack pointer starts at; `undefined` for a kernel without a stack. */
  readonly pointer: number | undefined
  private readonly device: DeviceMemory
  private readonly ownAddress: number | undefined

  constructor(call: KernelCall, device: DeviceMemory) {
    const { stack } = call.kernel.kernel
    this.device = device
    if (stack === undefined) return
    if (call.memory === undefined) this.ownAddress = device.allocate(stack.sizeBytes)
    const stacks =
      this.ownAddress === undefined ? call.stacks : { address: this.ownAddress, sizeBytes: stack.sizeBytes }
    if (stacks !== undefined) this.pointer = stackPointerOf(stacks, stack)
  }

  [Symbol.dispose](): void {
    if (this.ownAddress !== undefined) this.device.free(this.ownAddress)
  }
}
