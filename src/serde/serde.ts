/**
 * How values of an application become bytes of a record, and back: Kafka's Serializer and Deserializer.
 */

/** What a serializer or deserializer may want to know of its record. */
export interface SerdeContext {
  readonly topic: string
  readonly part: 'key' | 'value'
}

/** What a record carries; null is Kafka's null. */
export type SerializedBytes = string | Uint8Array | null

export interface Serializer<T> {
  /**
   * A promise is for whoever must ask first (a schema registry); sends of one producer keep the order of their calls
   * all the same. Throwing, or rejecting, fails that send alone.
   */
  serialize(data: T, context: SerdeContext): SerializedBytes | Promise<SerializedBytes>
}

export interface Deserializer<T> {
  /**
   * Called once for each record that is handed over, null included. The buffer is a view of what was fetched: copy what
   * is to be kept in parts. A promise is for whoever must ask first (a schema registry).
   */
  deserialize(bytes: Buffer | null, context: SerdeContext): T | Promise<T>
}

export interface Serde<T> extends Serializer<T>, Deserializer<T> {}
