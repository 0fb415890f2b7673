/** The bits of all operations on a resource (KIP-430): what a caller may do where nothing is forbidden. */
const operations = {
  read: 3,
  write: 4,
  create: 5,
  delete: 6,
  alter: 7,
  describe: 8,
  clusterAction: 9,
  describeConfigs: 10,
  alterConfigs: 11,
  idempotentWrite: 12,
} as const

function bits(names: readonly (keyof typeof operations)[]): number {
  return names.reduce((sum, name) => sum | (1 << operations[name]), 0)
}

/** What the answer says when it was not asked. */
export const notAsked = -2147483648

export const allTopicOperations: number = bits([
  'read',
  'write',
  'create',
  'delete',
  'alter',
  'describe',
  'describeConfigs',
  'alterConfigs',
])

export const allClusterOperations: number = bits([
  'create',
  'alter',
  'describe',
  'clusterAction',
  'describeConfigs',
  'alterConfigs',
  'idempotentWrite',
])
