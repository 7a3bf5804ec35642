/** `HTTP-request-URI` as `httpRequestUri`. */
export function camelCase(kebabName: string): string {
  const [first = '', ...others] = kebabName.toLowerCase().split('-')
  return first + others.map(capitalise).join('')
}

/** `HTTP-request-URI` as `HttpRequestUri`. */
export function pascalCase(kebabName: string): string {
  return kebabName.toLowerCase().split('-').map(capitalise).join('')
}

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
