import { defineConfig } from 'tsup'
import { library } from '../../tsup.shared.js'

const entries = {
  'build-guests': 'src/build-guests.ts',
  bench: 'src/bench/main.ts',
  proxy: 'src/process/proxy.ts',
  upstream: 'src/process/upstream.ts',
}

export default defineConfig(library([], { entry: entries, dts: false }))
