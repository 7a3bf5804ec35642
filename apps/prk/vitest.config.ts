import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { name: 'prk', include: ['src/**/*.test.ts', 'test/**/*.test.ts'], testTimeout: 30_000 },
})
