import { suiteScripts, testSuite } from './support/suite.js'

const scripts = suiteScripts()

testSuite('sequential', scripts)
testSuite('cpu', scripts)
