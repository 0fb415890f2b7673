import { createRequire } from 'node:module'
import { ConfigError } from '../errors/client-errors.ts'

/**
 * Loads an optional package, in one synchronous step: compression must be able to run within one turn.
 *
 * The packages are prebuilt for most platforms and absent on the others, or where they were left out of the install.
 */
export function loadOptionalPackage(packageName: string, codecName: string): unknown {
  try {
    return createRequire(import.meta.url)(packageName)
  } catch (cause) {
    const advice = `install it, or register a codec of your own for ${codecName}`
    const message = `Cannot use compression type ${codecName}: the optional package ${packageName} cannot be loaded; ${advice}`
    throw new ConfigError(message, { cause })
  }
}
