import type { WitFunction } from '../wit/world.js'
import { typeSpelling } from './type-key.js'

/** A function as WIT declares it, without `;`. */
export function witSignature({ name, role, async, parameters, result }: WitFunction): string {
  const own = role === 'method' ? parameters.slice(1) : parameters
  const list = `(${own.map((each) => `${each.name}: ${typeSpelling(each.type)}`).join(', ')})`
  const makesItself = role === 'constructor' && result?.kind === 'own'
  const arrow = result === undefined || makesItself ? '' : ` -> ${typeSpelling(result)}`
  if (role === 'constructor') return `constructor${list}${arrow}`
  return `${name}: ${role === 'static' ? 'static ' : ''}${async ? 'async ' : ''}func${list}${arrow}`
}
