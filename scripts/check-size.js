/**
 * Checks what a package costs those who load it: all of it with its dependencies, bundled, minified and compressed.
 * Packages have to be built. Exits 1 if one is too large.
 */
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

/** In thousands of bytes. `goal` is what the package should cost; `limit` keeps it from growing until it does. */
const sizes = { '@weft/wgsl': { goal: 30, limit: 42 } }

for (const [name, { goal, limit }] of Object.entries(sizes)) {
  const size = (await compressedBytes(name)) / 1000
  const fits = size <= limit
  console.log(
    `${fits ? 'ok   ' : 'FAIL '} ${name}: ${size.toFixed(1)} KB min+gzip, at most ${limit} (goal: ${goal})`,
  )
  if (!fits) process.exitCode = 1
}

async function compressedBytes(name) {
  const { outputFiles } = await build({
    stdin: {
      contents: `export * from ${JSON.stringify(name)}`,
      resolveDir: fileURLToPath(new URL('..', import.meta.url)),
    },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2024',
    write: false,
    logLevel: 'error',
  })
  return gzipSync(outputFiles[0].contents, { level: 9 }).length
}
