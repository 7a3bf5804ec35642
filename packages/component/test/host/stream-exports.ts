import type { StreamReader } from '../../src/host/stream-reader.js'
import type { InstantiateOptions } from '../../src/index.js'
import { type ElementType, streamsComponent } from './streams.js'

/** The exports of `streamsComponent` as JavaScript sees them. */
export interface StreamExports {
  produce(count: number, chunk: number): Promise<StreamReader>
  trap(count: number): Promise<StreamReader>
  consume(elements: unknown, chunk: number): Promise<number>
  take(elements: unknown, count: number): Promise<number>
  cancel(elements: unknown): Promise<number>
  same(elements: unknown): Promise<StreamReader>
  written(): number
  payload(): number
  at(index: number): number
}

const components = new Map<ElementType, ReturnType<typeof streamsComponent>>()

export async function streamExports(
  type: ElementType,
  options: InstantiateOptions = {},
): Promise<StreamExports> {
  const component = components.get(type) ?? streamsComponent(type)
  components.set(type, component)
  const { exports } = await (await component).instantiate({}, options)
  return exports as never
}

/** The first `count` bytes of what `produce` writes. */
export function expectedBytes(count: number, from = 0): number[] {
  return Array.from({ length: count }, (_, index) => (from + index) % 251)
}

export function readableOf(values: readonly unknown[]): ReadableStream {
  return new ReadableStream({
    start(controller) {
      for (const value of values) controller.enqueue(value)
      controller.close()
    },
  })
}
