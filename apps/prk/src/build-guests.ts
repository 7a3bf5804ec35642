import { buildGuest } from '@weft/assemblyscript'
import { kernels } from './kernels.js'
import { appPath, guestPath } from './paths.js'

for (const name of [...kernels.map((kernel) => kernel.name), 'overhead', 'mandelbrot']) {
  await buildGuest({ entry: appPath(`assembly/${name}.ts`), outFile: guestPath(name) })
}
