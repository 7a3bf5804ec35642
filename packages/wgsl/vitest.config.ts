import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { name: 'wgsl', include: ['src/**/*.test.ts', 'test/**/*.test.ts'], testTimeout: 60_000 },
})
