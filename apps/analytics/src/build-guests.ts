import { buildGuest, guests } from './build-guest.js'

for (const name of guests) {
  const { length } = await buildGuest(name)
  console.log(`${name.padEnd(9)} ${String(length).padStart(6)} bytes`)
}
