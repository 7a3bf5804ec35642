/** The texts that `text` gives for the names, which stand behind `prefix`. */
export function eachNamed(
  names: string,
  prefix: string,
  text: (name: string) => string,
): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((name) => [`${prefix}${name}`, text(name)]))
}

/** WGSL's operators for comparisons, by the names that WebAssembly gives these. */
export const relations = { lt: '<', gt: '>', le: '<=', ge: '>=' } as const
