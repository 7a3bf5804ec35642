import { WeftError } from '@weft/core'

/** Functions of the interfaces of guests/start-up.wit, and of their resources: methods, then what is static. */
const interfaces: Readonly<
  Record<string, { functions: string; resources?: Record<string, [string, string]> }>
> = {
  clocks: { functions: 'now resolution today waitUntil waitFor' },
  random: { functions: 'getBytes getU64 insecureSeed' },
  environment: { functions: 'variables getArguments directory exit' },
  streams: { functions: 'standardInput standardOutput standardError' },
  files: {
    functions: 'preopened',
    resources: {
      Descriptor: [
        'read write append sync getRights setSize setTimes entries stat statAt openAt renameAt unlinkAt isSame',
        '',
      ],
    },
  },
  sockets: {
    functions: 'resolve',
    resources: {
      Connection: ['bind connect listen send receive local remote setHopLimit setBufferSize', 'create'],
    },
  },
  messages: {
    functions: '',
    resources: {
      Fields: ['get has set delete append entries clone', 'of'],
      Options: ['connectTimeout setConnectTimeout', ''],
      Request: ['method setMethod path setPath scheme setScheme authority headers', 'create consume'],
      Response: ['status setStatus headers', 'create consume'],
    },
  },
  client: { functions: 'send' },
}

/** What the service needs to be instantiated; nothing of it may be called. */
export function serviceImports(): Record<string, object> {
  const imports: Record<string, object> = {}
  for (const [name, { functions, resources = {} }] of Object.entries(interfaces)) {
    const stubs: Record<string, unknown> = stubsFor(functions)
    for (const [resource, [methods, statics]] of Object.entries(resources)) {
      stubs[resource] = stubClass(methods, statics)
    }
    imports[`weft:start-up/${name}@1.0.0`] = stubs
    // jco asks for interfaces without their version.
    imports[`weft:start-up/${name}`] = stubs
  }
  return imports
}

function stubClass(methods: string, statics: string): object {
  class Resource {}
  Object.assign(Resource.prototype, stubsFor(methods))
  return Object.assign(Resource, stubsFor(statics))
}

function stubsFor(names: string): Record<string, () => never> {
  return Object.fromEntries(
    names.split(' ').map((name) => [
      name,
      () => {
        throw new WeftError('not-to-be-called', `the guest called ${name}`)
      },
    ]),
  )
}
