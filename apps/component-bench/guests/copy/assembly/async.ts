import { Chunk, Stream } from '@weft/assemblyscript/assembly/component'
import { returnCopy } from './gen/copy'
import { createU8Stream } from './gen/streams'

export async function copy(source: Stream<u8>): Promise<void> {
  const output = createU8Stream()
  returnCopy(output.reader)
  const sink = output.writer
  const chunk = new Chunk<u8>(65536)
  while (await source.read(chunk)) if (!(await sink.write(chunk))) break
  sink.drop()
  source.drop()
}
