export * from './command.js'
export * from './node-http.js'
