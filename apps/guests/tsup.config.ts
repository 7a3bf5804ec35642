import { defineConfig } from 'tsup'
import { library } from '../../tsup.shared.js'

export default defineConfig(library([], { entry: ['src/build-examples.ts'], dts: false }))
