import { readFile } from 'node:fs/promises'
import { compile } from '@weft/component'
import { guestPath } from './build-guest.js'
import { inFrontOfComponent, inFrontOfNetwork, type Part } from './splitter.js'

const urls = process.argv.slice(2)
const splitter = await compile(readFile(guestPath('splitter')))

if (urls.length === 0) {
  const texts = await compile(readFile(guestPath('texts')))
  const composed = await inFrontOfComponent(splitter, texts)
  const addresses = ['text:300', 'text:20', 'nowhere', 'text:100']
  print(`a component answers, asked for ${addresses.join(', ')}:`, await composed.gather(addresses))
} else {
  const composed = await inFrontOfNetwork(splitter)
  print('the network answers:', await composed.gather(urls))
}

function print(title: string, parts: readonly Part[]): void {
  console.log(title)
  for (const { url, counted } of parts) {
    const text = counted.tag === 'ok' ? `${counted.val.bytes} bytes, ${counted.val.words} words` : counted.val
    console.log(`  ${url}: ${text}`)
  }
}
