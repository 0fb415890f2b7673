import { crc32 as zlibCrc32 } from 'node:zlib'

/**
 * The CRC-32 of IEEE 802.3, which message sets v0 and v1 carry. Record batches carry CRC-32C instead: see `record/`.
 *
 * @param initial The checksum of the bytes before these, to continue from.
 */
export function crc32(bytes: Uint8Array, initial = 0): number {
  return zlibCrc32(bytes, initial)
}
