import { ConfigError } from '../errors/client-errors.ts'
import { type Assignment, checkStartOffset, describe } from './consumer-options.ts'

/** Checks the partitions that a user assigns. Throws a `ConfigError` that names which one is wrong, and why. */
export function checkAssignments(assignments: unknown): readonly Assignment[] {
  if (!Array.isArray(assignments) || assignments.length === 0) {
    throw new ConfigError(`assignments must be a list of { topic, partition, offset }: ${describe(assignments)}`)
  }
  const seen = new Set<string>()
  return assignments.map((given: unknown, index) => {
    const name = `assignments[${index}]`
    if (typeof given !== 'object' || given === null) {
      throw new ConfigError(`${name} must be { topic, partition, offset }: ${describe(given)}`)
    }
    const { topic, partition, offset } = given as Partial<Assignment>
    if (typeof topic !== 'string' || topic === '') {
      throw new ConfigError(`${name}.topic must be the name of a topic: ${describe(topic)}`)
    }
    if (typeof partition !== 'number' || !Number.isInteger(partition) || partition < 0 || partition > 0x7fffffff) {
      throw new ConfigError(`${name}.partition must be a whole number that is not negative: ${describe(partition)}`)
    }
    checkStartOffset(`${name}.offset`, offset)
    const key = `${topic}-${partition}`
    if (seen.has(key)) throw new ConfigError(`${name}: ${key} is assigned twice`)
    seen.add(key)
    return { topic, partition, offset }
  })
}
