import type { StreamReader } from '@weft/component'
import type { Fields } from './fields.js'
import type { Request } from './request.js'
import type { Response } from './response.js'

/** `wasi:http/types` as JavaScript sees it: variants are `{ tag, val }` with WIT's spelling. */

export interface Method {
  readonly tag:
    | 'get'
    | 'head'
    | 'post'
    | 'put'
    | 'delete'
    | 'connect'
    | 'options'
    | 'trace'
    | 'patch'
    | 'other'
  readonly val?: string
}

export interface Scheme {
  readonly tag: 'HTTP' | 'HTTPS' | 'other'
  readonly val?: string
}

/** Cases of `error-code` that carry nothing. */
type PlainErrorTag =
  | 'DNS-timeout'
  | 'destination-not-found'
  | 'destination-unavailable'
  | 'destination-IP-prohibited'
  | 'destination-IP-unroutable'
  | 'connection-refused'
  | 'connection-terminated'
  | 'connection-timeout'
  | 'connection-read-timeout'
  | 'connection-write-timeout'
  | 'connection-limit-reached'
  | 'TLS-protocol-error'
  | 'TLS-certificate-error'
  | 'HTTP-request-denied'
  | 'HTTP-request-length-required'
  | 'HTTP-request-method-invalid'
  | 'HTTP-request-URI-invalid'
  | 'HTTP-request-URI-too-long'
  | 'HTTP-response-incomplete'
  | 'HTTP-response-timeout'
  | 'HTTP-upgrade-failed'
  | 'HTTP-protocol-error'
  | 'loop-detected'
  | 'configuration-error'

export interface FieldSizePayload {
  readonly fieldName?: string | undefined
  readonly fieldSize?: number | undefined
}

export type ErrorCode =
  | { readonly tag: PlainErrorTag; readonly val?: undefined }
  | {
      readonly tag: 'DNS-error'
      readonly val: { readonly rcode?: string | undefined; readonly infoCode?: number | undefined }
    }
  | {
      readonly tag: 'TLS-alert-received'
      readonly val: { readonly alertId?: number | undefined; readonly alertMessage?: string | undefined }
    }
  | { readonly tag: 'HTTP-request-body-size' | 'HTTP-response-body-size'; readonly val?: bigint | undefined }
  | {
      readonly tag:
        | 'HTTP-request-header-section-size'
        | 'HTTP-request-trailer-section-size'
        | 'HTTP-response-header-section-size'
        | 'HTTP-response-trailer-section-size'
      readonly val?: number | undefined
    }
  | { readonly tag: 'HTTP-request-header-size'; readonly val?: FieldSizePayload | undefined }
  | {
      readonly tag: 'HTTP-request-trailer-size' | 'HTTP-response-header-size' | 'HTTP-response-trailer-size'
      readonly val: FieldSizePayload
    }
  | {
      readonly tag: 'HTTP-response-transfer-coding' | 'HTTP-response-content-coding' | 'internal-error'
      readonly val?: string | undefined
    }

export interface HeaderError {
  readonly tag: 'invalid-syntax' | 'forbidden' | 'immutable' | 'size-exceeded' | 'other'
  readonly val?: string | undefined
}

export type Outcome<Value, Failure> =
  | { readonly tag: 'ok'; readonly val?: Value }
  | { readonly tag: 'err'; readonly val: Failure }

/** What follows a body: its trailers, or why it is not whole. */
export type TrailersOutcome = Outcome<Fields | undefined, ErrorCode>

/** How a body was received. */
export type TransmissionOutcome = Outcome<void, ErrorCode>

/** A promise, or a component's future; futures can be closed unread. */
export type Future<Value> = PromiseLike<Value> & { readonly close?: () => unknown }

/** Says of a body that it is a `ByteSource`, and no other iterable. */
export const isByteSource: unique symbol = Symbol('weft.http.ByteSource')

/** A body that the host makes; pulled for what is there, in chunks. */
export interface ByteSource {
  readonly [isByteSource]: true
  next(): IteratorResult<Uint8Array, undefined> | PromiseLike<IteratorResult<Uint8Array, undefined>>
  /** Nobody reads any more. */
  return(): unknown
  /** Nobody uses a chunk any more that this source gave: its memory can be had again. */
  free?(chunk: Uint8Array): void
  [Symbol.asyncIterator](): ByteSource
}

/** A body: a component's stream, or what a host gives as one. */
export type Contents =
  | StreamReader<number, Uint8Array>
  | ByteSource
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>

/** Sends requests: to the network, or wherever else. What it rejects with is err if it has a `payload`, an `ErrorCode`. */
export interface HttpClient {
  send(request: Request): Promise<Response>
}

/** Answers requests: what components export as `wasi:http/handler`, and middleware imports. Rejections are those of a client. */
export interface HttpHandler {
  handle(request: Request): Promise<Response>
}
