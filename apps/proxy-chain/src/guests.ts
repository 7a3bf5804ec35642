import { appPath } from './paths.js'

/** The components of this app: worlds of `wit`, and folders of `assembly`. */
export const guests = [
  'header-edit',
  'cache',
  'service',
  'gateway',
  'splitter',
  'branch-first',
  'branch-second',
  'branch-third',
] as const
export type Guest = (typeof guests)[number]

/** Where a component is once it is built. */
export function guestPath(name: Guest): string {
  return appPath(`build/${name}.wasm`)
}
