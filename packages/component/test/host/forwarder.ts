import type { Component } from '../../src/index.js'
import { loadText } from './load-text.js'

/** A function to be imported and exported again by a component that only hands its values on. */
export interface Forwarded {
  readonly name: string
  /** Its name as an import. Default: the same name. */
  readonly importName?: string
  /** Its type as component text, such as `(param "a" u32) (result string)`. */
  readonly type: string
  readonly async?: boolean
  /** Core types of the flat parameters. */
  readonly params?: readonly string[]
  /** `pointer`: the result is more than one core value. */
  readonly result?: 'i32' | 'i64' | 'f32' | 'f64' | 'pointer'
}

/**
 * Values go from JavaScript into the component's memory and tables and back into JavaScript. `types` is component text
 * that defines or imports the types that the functions use.
 */
export function forwarder(functions: readonly Forwarded[], types = ''): Promise<Component> {
  return loadText(`(component
    ${types}
    ${functions.map((each, index) => `(import "${each.importName ?? each.name}" (func $import${index} ${typeOf(each)}))`).join('\n')}
    (core module $Memory
      (memory (export "memory") 2)
      (global $next (mut i32) (i32.const 1024))
      (func (export "realloc") (param i32 i32 i32 i32) (result i32)
        (local $address i32)
        (local.set $address (i32.and (i32.add (global.get $next) (i32.const 7)) (i32.const -8)))
        (global.set $next (i32.add (local.get $address) (local.get 3)))
        (local.get $address)))
    (core instance $memory (instantiate $Memory))
    ${functions
      .map(
        (_, index) =>
          `(core func $lowered${index} (canon lower (func $import${index})
            (memory (core memory $memory "memory")) (realloc (core func $memory "realloc"))))`,
      )
      .join('\n')}
    (core module $Code
      ${functions.map(importText).join('\n')}
      ${functions.map(forwardText).join('\n')})
    (core instance $code (instantiate $Code (with "" (instance
      ${functions.map((each, index) => `(export "${each.name}" (func $lowered${index}))`).join('\n')}))))
    ${functions
      .map(
        (each) => `(func (export "${each.name}") ${typeOf(each)}
          (canon lift (core func $code "${each.name}")
            (memory (core memory $memory "memory")) (realloc (core func $memory "realloc"))))`,
      )
      .join('\n')})`)
}

function typeOf({ async, type }: Forwarded): string {
  return `${async ? 'async ' : ''}${type}`
}

function coreParams({ params = [] }: Forwarded): string {
  return params.length === 0 ? '' : `(param ${params.join(' ')})`
}

function importText(each: Forwarded, index: number): string {
  const result = each.result === 'pointer' ? '(param i32)' : each.result ? `(result ${each.result})` : ''
  return `(import "" "${each.name}" (func $import${index} ${coreParams(each)} ${result}))`
}

function forwardText(each: Forwarded, index: number): string {
  const values = (each.params ?? []).map((_, place) => `(local.get ${place})`).join(' ')
  const pointer = each.result === 'pointer'
  const result = each.result ? `(result ${pointer ? 'i32' : each.result})` : ''
  return `(func (export "${each.name}") ${coreParams(each)} ${result}
    (call $import${index} ${values} ${pointer ? '(i32.const 16)' : ''})
    ${pointer ? '(i32.const 16)' : ''})`
}
