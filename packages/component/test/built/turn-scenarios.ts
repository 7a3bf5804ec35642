import { compile, type Instance, link } from '@weft/component'
import { failureOf, type Surroundings } from './surroundings.js'

interface PingExports {
  play(): Promise<void>
  hits(): number
}

/** Two linked components that never stop: everything else of the page still gets its turns. */
export async function playEndlessly({ fetchGuest, options }: Surroundings) {
  const [socket, plug] = await Promise.all([compile(fetchGuest('ping')), compile(fetchGuest('pong'))])
  const instance: Instance = await link({ plug, socket }).instantiate({}, options)
  const { play, hits } = instance.exports as unknown as PingExports
  const played = failureOf(play)
  for (const turn of [timer, frame, message, frame, timer]) {
    const before = hits()
    do await turn()
    while (hits() === before)
  }
  instance[Symbol.dispose]()
  return played
}

const timer = () => new Promise((resolve) => setTimeout(resolve, 1))

const frame = () =>
  new Promise((resolve) =>
    typeof requestAnimationFrame === 'function' ? requestAnimationFrame(resolve) : setTimeout(resolve, 1),
  )

function message(): Promise<unknown> {
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    port1.onmessage = (event) => {
      port1.close()
      resolve(event)
    }
    port2.postMessage(undefined)
  })
}
