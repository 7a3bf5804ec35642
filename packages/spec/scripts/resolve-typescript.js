import { registerHooks } from 'node:module'

// Sources import each other as `./x.js`, which exists only after a build; Node runs `./x.ts` as it is.
registerHooks({
  resolve(specifier, context, nextResolve) {
    if (!specifier.startsWith('.') || !context.parentURL?.endsWith('.ts'))
      return nextResolve(specifier, context)
    return nextResolve(specifier.replace(/\.js$/, '.ts'), context)
  },
})
