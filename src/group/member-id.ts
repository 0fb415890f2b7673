import type { Uuid } from '../protocol/uuid.ts'
import type { Clock } from '../support/clock.ts'
import { type Random, randomInt } from '../support/random.ts'

const uuidSizeBytes = 16

/**
 * The id that a member of a consumer group gives itself (KIP-1082), and keeps: a UUID of version 7 in Kafka's form. The
 * time in it keeps ids apart even where two processes happen to draw the same numbers.
 */
export function makeMemberId(clock: Clock, random: Random): Uuid {
  const bytes = Buffer.alloc(uuidSizeBytes)
  bytes.writeUIntBE(clock.wallNow(), 0, 6)
  for (let index = 6; index < uuidSizeBytes; index++) bytes[index] = randomInt(random, 256)
  bytes[6] = 0x70 | (bytes[6]! & 0x0f)
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  return bytes.toString('base64url')
}
