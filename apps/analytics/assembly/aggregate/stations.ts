import { Chunk } from '@weft/assemblyscript/assembly/component'
import { Field, rowBytes } from '../rows'
import { Summary } from './gen/weft-analytics-types'

/** What is kept of a station. It lies in the table itself, so that a row costs one look-up and no allocation. */
@unmanaged
class Slot {
  sum: i64
  /** 0: the slot is free. */
  count: u64
  station: u32
  least: i32
  most: i32
}

// @ts-ignore: decorator
@inline const slotBytes: usize = 32
// @ts-ignore: decorator
@inline const firstSlots: u32 = 1024

/** Sums by station, in a table of open addressing that is at most half full. */
export class Stations {
  private slots: u32 = firstSlots
  private table: ArrayBuffer = new ArrayBuffer(<i32>(firstSlots * slotBytes))
  private used: u32 = 0

  add(rows: Chunk<u32>): void {
    const end = rows.address + <usize>rows.length * rowBytes
    for (let row = rows.address; row < end; row += rowBytes) {
      const slot = this.slotOf(load<u32>(row))
      const centidegrees = load<i32>(row, Field.centidegrees)
      slot.count++
      slot.sum += centidegrees
      if (centidegrees < slot.least) slot.least = centidegrees
      if (centidegrees > slot.most) slot.most = centidegrees
    }
  }

  summaries(): Array<Summary> {
    const made: Summary[] = []
    for (let i: u32 = 0; i < this.slots; i++) {
      const slot = this.at(i)
      if (slot.count > 0) made.push(new Summary(slot.station, slot.count, slot.least, slot.most, slot.sum))
    }
    return made.sort((left, right) => (left.station < right.station ? -1 : i32(left.station > right.station)))
  }

  // @ts-ignore: decorator
  @inline
  private at(index: u32): Slot {
    return changetype<Slot>(changetype<usize>(this.table) + index * slotBytes)
  }

  // @ts-ignore: decorator
  @inline
  private slotOf(station: u32): Slot {
    const mask = this.slots - 1
    let index = spread(station) & mask
    while (true) {
      const slot = this.at(index)
      if (slot.count == 0) return this.claim(station, slot)
      if (slot.station == station) return slot
      index = (index + 1) & mask
    }
  }

  private claim(station: u32, free: Slot): Slot {
    if (this.used >= this.slots >> 1) {
      this.grow()
      return this.claim(station, this.freeFor(station))
    }
    this.used++
    free.station = station
    free.least = i32.MAX_VALUE
    free.most = i32.MIN_VALUE
    return free
  }

  /** A free slot for a station that has none yet. */
  private freeFor(station: u32): Slot {
    const mask = this.slots - 1
    let index = spread(station) & mask
    while (this.at(index).count != 0) index = (index + 1) & mask
    return this.at(index)
  }

  private grow(): void {
    const old = this.table
    const oldSlots = this.slots
    this.slots = oldSlots << 1
    this.table = new ArrayBuffer(<i32>(this.slots * slotBytes))
    for (let i: u32 = 0; i < oldSlots; i++) {
      const from = changetype<usize>(old) + i * slotBytes
      const slot = changetype<Slot>(from)
      if (slot.count > 0) memory.copy(changetype<usize>(this.freeFor(slot.station)), from, slotBytes)
    }
  }
}

/** Neighbours far apart: numbers of stations are often in a row. */
// @ts-ignore: decorator
@inline
function spread(station: u32): u32 {
  const product = station * 0x9e3779b1
  return product ^ (product >>> 15)
}
