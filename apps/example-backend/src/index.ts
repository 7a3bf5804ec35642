export { createWorkerBackend } from './worker-backend.js'
