import { startOnce } from './start-once.js'
import { loadPrepared, loadStarter, type StarterName } from './starters.js'

// A process of its own: `first-start STARTER FOLDER NAME` starts the component in the folder, once.
const [starter, folder, name] = process.argv.slice(2)
const prepared = await loadPrepared(folder!, name!)
console.log(JSON.stringify(await startOnce(await loadStarter(starter as StarterName), prepared)))
process.exit()
