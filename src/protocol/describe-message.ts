export interface DescribeMessageOptions {
  /** Items of an array that are written; the others are counted. Default 10. */
  readonly maxItems?: number
  /** Characters of a string that are written. Default 200. */
  readonly maxStringLength?: number
}

/**
 * A message in one readable line, for logs and the command line: `{ acks: -1, topicData: [{ name: "orders", ... }] }`.
 *
 * Bytes are given as their size only, which keeps credentials, keys and values out of logs. Fields that are undefined and
 * empty lists of unknown tagged fields are left out.
 */
export function describeMessage(message: unknown, options: DescribeMessageOptions = {}): string {
  const { maxItems = 10, maxStringLength = 200 } = options
  const describe = (value: unknown): string => {
    if (value instanceof Uint8Array) return `<${value.length} bytes>`
    if (Array.isArray(value)) return describeArray(value)
    if (typeof value === 'string') return describeString(value)
    if (typeof value === 'object' && value !== null) return describeObject(value)
    return String(value)
  }
  const describeArray = (items: readonly unknown[]): string => {
    const shown = items.slice(0, maxItems).map(describe)
    if (items.length > maxItems) shown.push(`... ${items.length - maxItems} more`)
    return `[${shown.join(', ')}]`
  }
  const describeString = (text: string): string => {
    if (text.length <= maxStringLength) return JSON.stringify(text)
    return `${JSON.stringify(text.slice(0, maxStringLength))}... ${text.length - maxStringLength} more`
  }
  const describeObject = (object: object): string => {
    const fields = Object.entries(object).filter(([name, value]) => value !== undefined && !isEmptyTags(name, value))
    if (fields.length === 0) return '{}'
    return `{ ${fields.map(([name, value]) => `${name}: ${describe(value)}`).join(', ')} }`
  }
  return describe(message)
}

function isEmptyTags(name: string, value: unknown): boolean {
  return name === 'unknownTaggedFields' && Array.isArray(value) && value.length === 0
}
