import type { RecordDeserializationError } from '../errors/fetch-errors.ts'
import type { ConsumedRecord } from '../record/record.ts'
import type { Deserializer } from '../serde/serde.ts'

/** What turns the bytes of records into values. Without one, a part stays the `Buffer | null` that it is. */
export interface Deserializers<K = Buffer | null, V = Buffer | null> {
  readonly key?: Deserializer<K>
  readonly value?: Deserializer<V>
}

/**
 * - `fail`: the reader gets a `RecordDeserializationError`; the position stays at the record.
 * - `skip`: the record is left out, with a warning in the log.
 * - `raw`: the record is given with the part that cannot be deserialized as the `Buffer` it is.
 */
export type UnreadableDecision = 'fail' | 'skip' | 'raw'

/** What to do with a record that a deserializer fails on; the function may be async, to store the record elsewhere first. */
export type UnreadablePolicy =
  | UnreadableDecision
  | ((error: RecordDeserializationError, record: ConsumedRecord) => UnreadableDecision | Promise<UnreadableDecision>)
