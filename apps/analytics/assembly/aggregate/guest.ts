import { Chunk, Stream } from '@weft/assemblyscript/assembly/component'
import { RowsInPlace, rowsChunkWords } from '../rows'
import { rowStreamType } from './gen/streams'
import { parse } from './gen/weft-analytics-parser'
import { keep } from './gen/weft-analytics-selection'
import { Condition, Report, Row } from './gen/weft-analytics-types'
import { Stations } from './stations'

export async function run(text: Stream<u8>, where: Condition): Promise<Report> {
  const parsing = await parse(text)
  const selected = await keep(parsing._0, where)
  const rows = new Stream<u32>(selected.take(), new RowsInPlace<Row>(rowStreamType()))
  const chunk = new Chunk<u32>(rowsChunkWords(8192))
  const stations = new Stations()
  let count: u64 = 0
  while (await rows.read(chunk)) {
    stations.add(chunk)
    count += chunk.length
  }
  rows.drop()
  return new Report(await parsing._1, count, stations.summaries())
}
