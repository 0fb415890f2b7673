import type { RecordHeader, RecordHeaders } from './record.ts'

/** The list behind `RecordHeaders`: an array, so that it prints, spreads and iterates like one. */
class HeaderList extends Array<RecordHeader> implements RecordHeaders {
  // What `map` and `filter` give is no list of headers any more.
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }

  get(key: string): Buffer | null | undefined {
    for (let index = this.length - 1; index >= 0; index--) {
      const header = this[index]!
      if (header.key === key) return header.value
    }
    return undefined
  }

  getString(key: string): string | null | undefined {
    return this.get(key)?.toString('utf8') ?? (this.has(key) ? null : undefined)
  }

  getAll(key: string): (Buffer | null)[] {
    const values: (Buffer | null)[] = []
    for (const header of this) if (header.key === key) values.push(header.value)
    return values
  }

  has(key: string): boolean {
    return this.some((header) => header.key === key)
  }
}

/** Headers made from a list. */
export function createRecordHeaders(headers: Iterable<RecordHeader>): RecordHeaders {
  const list = new HeaderList()
  for (const header of headers) list.push(header)
  return list
}

/** The headers of every record that has none. Frozen, because it is shared. */
export const emptyRecordHeaders: RecordHeaders = Object.freeze(new HeaderList())
