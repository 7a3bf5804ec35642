/** Lines of a documentation comment. */
export function docComment(...lines: readonly string[]): readonly string[] {
  const safe = lines.map((line) => line.replaceAll('*/', '*\\/').replaceAll(/[\r\n\u2028\u2029]/g, ' '))
  return safe.length === 1 ? [`/** ${safe[0]} */`] : ['/**', ...safe.map((line) => ` * ${line}`), ' */']
}
