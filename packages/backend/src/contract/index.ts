export { ContractError } from './contract-error.js'
