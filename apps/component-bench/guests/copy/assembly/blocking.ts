import { Chunk, Stream } from '@weft/assemblyscript/assembly/component'
import { returnCopy } from './gen/copy'
import { createU8Stream } from './gen/streams'

export function copy(source: Stream<u8>): void {
  const output = createU8Stream()
  returnCopy(output.reader)
  const sink = output.writer
  const chunk = new Chunk<u8>(65536)
  while (source.read(chunk).wait()) if (!sink.write(chunk).wait()) break
  sink.drop()
  source.drop()
}
