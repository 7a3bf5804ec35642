/** Drops Node's notice that `node:wasi` is experimental: users of this command did not choose it. */
export function silenceWasiWarning(): void {
  const original = process.emitWarning
  process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
    const text = typeof warning === 'string' ? warning : warning.message
    if (!text.startsWith('WASI is an experimental')) Reflect.apply(original, process, [warning, ...rest])
  }) as typeof process.emitWarning
}
