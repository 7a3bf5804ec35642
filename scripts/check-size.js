/** Checks what packages cost those who load them. Packages have to be built. Exits 1 if one is too large. */
import { compressedBytes } from './compressed-bytes.js'

/** In thousands of bytes. `goal` is what the package should cost; `limit` keeps it from growing until it does. */
const sizes = {
  // Cancellation, sources that are given back, streams between stores and the observer took 1.5, disposal, short names
  // of interfaces and ends that come with the last elements the last 0.5.
  '@weft/component': { goal: 35, limit: 52.5 },
  '@weft/wgsl': { goal: 30, limit: 42 },
}

for (const [name, { goal, limit }] of Object.entries(sizes)) {
  const size = (await compressedBytes(name)) / 1000
  const fits = size <= limit
  console.log(
    `${fits ? 'ok   ' : 'FAIL '} ${name}: ${size.toFixed(1)} KB min+gzip, at most ${limit} (goal: ${goal})`,
  )
  if (!fits) process.exitCode = 1
}
