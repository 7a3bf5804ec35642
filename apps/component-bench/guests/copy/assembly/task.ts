import { Chunk, Poll, Stream, StreamPair, Task } from '@weft/assemblyscript/assembly/component'
import { returnCopy } from './gen/copy'
import { createU8Stream } from './gen/streams'

export class Copy extends Task {
  private readonly output: StreamPair<u8> = createU8Stream()
  private readonly chunk: Chunk<u8> = new Chunk<u8>(65536)

  constructor(private readonly source: Stream<u8>) {
    super()
  }

  resume(): Poll {
    const sink = this.output.writer
    for (;;) {
      switch (this.state) {
        case 0:
          returnCopy(this.output.reader)
        case 1:
          if (!this.ready(this.source.read(this.chunk), 2)) return Poll.Pending
        case 2:
          if (this.chunk.length == 0) break
          if (!this.ready(sink.write(this.chunk), 3)) return Poll.Pending
        case 3:
          if (sink.ended) break
          this.state = 1
          continue
      }
      sink.drop()
      this.source.drop()
      return Poll.Done
    }
    return Poll.Done
  }
}
