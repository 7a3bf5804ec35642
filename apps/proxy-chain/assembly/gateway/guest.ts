import { Result } from '@weft/assemblyscript/assembly/component'
import { Forward } from '../forward'
import { returnHandle } from './gen/exports/wasi-http-handler'
import { send } from './gen/wasi-http-client'
import { ErrorCode, Request, Response } from './gen/wasi-http-types'

export class Handle extends Forward<Request, Result<Response, ErrorCode>> {
  constructor(request: Request) {
    super(request, send, returnHandle)
  }
}
