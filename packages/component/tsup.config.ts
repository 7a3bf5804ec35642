import { defineConfig } from 'tsup'
import { library } from '../../tsup.shared.js'

export default defineConfig(
  library([
    'src/index.ts',
    'src/compose.ts',
    'src/trace.ts',
    'src/types.ts',
    'src/validate.ts',
    'src/web.ts',
  ]),
)
