import { defineConfig } from 'tsup'
import { library } from '../../tsup.shared.js'

export default defineConfig(library([], { entry: ['src/build-guests.ts', 'src/main.ts'], dts: false }))
