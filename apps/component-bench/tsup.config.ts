import { defineConfig } from 'tsup'
import { library } from '../../tsup.shared.js'

const entries = {
  main: 'src/main.ts',
}

export default defineConfig(library([], { entry: entries, dts: false }))
