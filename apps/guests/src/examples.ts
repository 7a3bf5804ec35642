/** How the asynchronous exports are written; a component without any is `plain`. */
type Style = 'plain' | 'async' | 'blocking' | 'task'

export interface Example {
  /** Its folder. */
  readonly name: string
  readonly style: Style
  /** Its main file in `assembly`, without `.ts`. */
  readonly file: string
}

/** Every component that is built from this folder. */
export const examples: readonly Example[] = [
  { name: 'greeter', style: 'plain', file: 'guest' },
  { name: 'counter', style: 'async', file: 'guest' },
  ...inEveryStyle('filter'),
  { name: 'fan-out', style: 'async', file: 'guest' },
  ...inEveryStyle('early-return'),
  { name: 'upper-proxy', style: 'async', file: 'guest' },
]

function inEveryStyle(name: string): Example[] {
  const styles: readonly Style[] = ['async', 'blocking', 'task']
  return styles.map((style) => ({ name, style, file: style }))
}
