/** Kafka writes a UUID as 22 characters of URL-safe base64 without padding. Topic ids are compared and keyed in that form. */
export type Uuid = string

/** "No id": what a broker that does not know topic ids sends. */
export const zeroUuid: Uuid = 'AAAAAAAAAAAAAAAAAAAAAA'

export const uuidSizeBytes = 16

export function readUuid(buffer: Buffer, offset: number): Uuid {
  return buffer.toString('base64url', offset, offset + uuidSizeBytes)
}

/** Writes 16 bytes; throws `RangeError` when `uuid` is not 16 bytes of base64. */
export function writeUuid(buffer: Buffer, offset: number, uuid: Uuid): void {
  if (uuid.length !== zeroUuid.length || buffer.write(uuid, offset, uuidSizeBytes, 'base64url') !== uuidSizeBytes) {
    throw new RangeError(`Not a UUID in Kafka's base64 form: ${uuid}`)
  }
}
