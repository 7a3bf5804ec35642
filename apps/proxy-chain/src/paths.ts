import { fileURLToPath } from 'node:url'

// This module lies in src/ when it is tested and in dist/ when it runs: both are one level below the app.
const app = new URL('..', import.meta.url)

/** A file of the app, by its path from the app's folder. */
export function appPath(relative: string): string {
  return fileURLToPath(new URL(relative, app))
}
