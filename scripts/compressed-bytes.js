/**
 * What a package costs those who load it: all of it with its dependencies, bundled, minified and compressed. As a
 * program it prints the bytes of the package that it is given. Packages have to be built.
 */
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

export async function compressedBytes(name) {
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(JSON.stringify(await compressedBytes(process.argv[2])))
}
