import { Result } from '@weft/assemblyscript/assembly/component'
import { Forward } from '../forward'
import { returnHandle } from './gen/exports/weft-proxy-chain-second'
import { handle } from './gen/wasi-http-handler'
import { ErrorCode, Request, Response } from './gen/wasi-http-types'

export class Handle extends Forward<Request, Result<Response, ErrorCode>> {
  constructor(request: Request) {
    super(request, handle, returnHandle)
  }
}
