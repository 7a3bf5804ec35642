import { assemble } from './assemble.js'
import { conformanceModules } from './conformance.js'
import { guests, kernelModule } from './guests.js'
import { gcModule, moduleTexts } from './modules.js'

const largestSeedBytes = 3000

/** Modules with a kernel in them. */
export function kernelSeeds(): Uint8Array[] {
  return [...Object.values(guests), kernelModule].map((text) => assemble(text, { names: true }))
}

/** Real modules to mutate: those of the other tests, and the smaller ones of the conformance tests where they are there. */
export function fuzzSeeds(): Uint8Array[] {
  const texts = [...Object.values(moduleTexts), ...Object.values(guests), kernelModule]
  const own = texts.flatMap((text) => [assemble(text), assemble(text, { names: true })])
  const conformance = conformanceModules().filter(({ bytes }) => bytes.length <= largestSeedBytes)
  return [gcModule, ...own, ...conformance.map(({ bytes }) => bytes)]
}
