/** Parameters of the driver before the buffers: begin, end, num_iterations, block_size. */
export const leadingParameters = 4

/** The driver's parameter that holds the kernel's parameter `index`: `end` comes in between. */
export function driverLocal(index: number): number {
  return index === 0 ? 0 : index + 1
}
