/** Writes message sets of magic 0 and 1, which the library only reads. */
import { crc32 } from '../../src/compression/crc32.ts'

export interface LegacyMessage {
  readonly offset: bigint
  readonly magic: 0 | 1
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly compressionId?: number
  readonly timestamp?: number
  readonly isLogAppendTime?: boolean
}

export function encodeLegacyMessage(message: LegacyMessage): Buffer {
  const attributes = (message.compressionId ?? 0) | (message.isLogAppendTime === true ? 8 : 0)
  const timestamp = Buffer.alloc(message.magic === 1 ? 8 : 0)
  if (message.magic === 1) timestamp.writeBigInt64BE(BigInt(message.timestamp ?? -1))
  const fields = [timestamp, lengthPrefixed(message.key), lengthPrefixed(message.value)]
  const checked = Buffer.concat([Buffer.from([message.magic, attributes]), ...fields])
  const head = Buffer.alloc(16)
  head.writeBigInt64BE(message.offset)
  head.writeInt32BE(checked.length + 4, 8)
  head.writeUInt32BE(crc32(checked), 12)
  return Buffer.concat([head, checked])
}

function lengthPrefixed(bytes: Buffer | null): Buffer {
  const length = Buffer.alloc(4)
  length.writeInt32BE(bytes === null ? -1 : bytes.length)
  return bytes === null ? length : Buffer.concat([length, bytes])
}
