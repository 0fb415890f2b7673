/** What a configuration key is, and its default. */

/** The codes of DescribeConfigs for the type of a value (KIP-569). */
export const ConfigTypes = {
  boolean: 1,
  string: 2,
  int: 3,
  short: 4,
  long: 5,
  double: 6,
  list: 7,
  class: 8,
  password: 9,
} as const

export type ConfigTypeName = keyof typeof ConfigTypes

/** The codes of DescribeConfigs for where a value comes from. */
export const ConfigSources = {
  topic: 1,
  dynamicBroker: 2,
  dynamicDefaultBroker: 3,
  staticBroker: 4,
  default: 5,
  brokerLogger: 6,
  clientMetrics: 7,
  group: 8,
} as const

export interface ConfigDefinition {
  readonly name: string
  readonly type: ConfigTypeName
  readonly defaultValue: string
  /** The broker's key whose value is the default here. */
  readonly brokerName?: string
  /** What the value may be, for strings and each item of a list. */
  readonly allowed?: readonly string[]
  readonly min?: number
}

const integerNames = { int: 'INT', short: 'SHORT', long: 'LONG' } as const

/** Why a value cannot be, in Kafka's words, or undefined when it can. */
export function whyInvalid(definition: ConfigDefinition, value: string): string | undefined {
  const { name, type, allowed, min } = definition
  const invalid = (reason: string): string => `Invalid value ${value} for configuration ${name}: ${reason}`
  switch (type) {
    case 'int':
    case 'short':
    case 'long': {
      if (!/^\s*[-+]?\d+\s*$/.test(value)) return invalid(`Not a number of type ${integerNames[type]}`)
      return min !== undefined && Number(value) < min ? invalid(`Value must be at least ${min}`) : undefined
    }
    case 'double':
      return Number.isNaN(Number.parseFloat(value)) ? invalid('Not a number of type DOUBLE') : undefined
    case 'boolean':
      return /^(true|false)$/i.test(value) ? undefined : invalid('Expected value to be either true or false')
    case 'list': {
      const items = listItems(value)
      const isKnown = allowed === undefined || items.every((item) => allowed.includes(item))
      return isKnown ? undefined : invalid(`String must be one of: ${allowed.join(', ')}`)
    }
    default: {
      const isKnown = allowed === undefined || allowed.includes(value)
      return isKnown ? undefined : invalid(`String must be one of: ${allowed.join(', ')}`)
    }
  }
}

export function listItems(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}
