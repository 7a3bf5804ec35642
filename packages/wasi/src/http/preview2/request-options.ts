import { RequestOptions } from '../request-options.js'

/** The resource `wasi:http/types#request-options` of WASI 0.2. */
export class RequestOptions2 extends RequestOptions {
  connectTimeout(): bigint | undefined {
    return this.getConnectTimeout()
  }

  firstByteTimeout(): bigint | undefined {
    return this.getFirstByteTimeout()
  }

  betweenBytesTimeout(): bigint | undefined {
    return this.getBetweenBytesTimeout()
  }
}
