import { buildGuest } from './build-guest.js'
import { guests } from './guests.js'

for (const name of guests) {
  const { length } = await buildGuest(name)
  console.log(`${name.padEnd(13)} ${String(length).padStart(6)} bytes`)
}
