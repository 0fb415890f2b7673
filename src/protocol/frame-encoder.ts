import { UnsupportedVersionError } from '../errors/client-errors.ts'
import { CodecError } from '../errors/codec-error.ts'
import type { MessageCodec } from './message-codec.ts'
import { Writer } from './writer.ts'

/** Bytes of the size that precedes every frame. */
export const frameSizeBytes = 4

/** The largest frame whose size the protocol can state. */
const maxFrameBytes = 0x7fffffff

/**
 * One frame, its size in front, as chunks for one vectored write.
 *
 * A value that cannot be written (a string longer than its length field, a number out of range) is the caller's mistake;
 * it gives a `CodecError` that names the message, and no byte has left by then.
 */
export function encodeFrame(operation: string, writeContent: (writer: Writer) => void): Uint8Array[] {
  const writer = new Writer()
  writer.int32(0)
  try {
    writeContent(writer)
  } catch (error) {
    // Buffer's own range checks and the writer's throw RangeError; everything else is already an error of ours.
    throw error instanceof RangeError ? new CodecError(error.message, { operation, cause: error }) : error
  }
  const sizeBytes = writer.sizeBytes - frameSizeBytes
  if (sizeBytes > maxFrameBytes) throw new CodecError(`${sizeBytes} bytes do not fit into one frame`, { operation })
  const chunks = writer.finish()
  const first = chunks[0]!
  // The size was written first, so it is whole in the first chunk.
  new DataView(first.buffer, first.byteOffset, frameSizeBytes).setInt32(0, sizeBytes)
  return chunks
}

/** The generated code takes a version on trust; this is where trust is earned. */
export function requireVersion(codec: MessageCodec<unknown>, version: number): void {
  if (version >= codec.minVersion && version <= codec.maxVersion && Number.isInteger(version)) return
  const known = `Ottla knows v${codec.minVersion} to v${codec.maxVersion}`
  throw new UnsupportedVersionError(`Cannot use ${codec.name} v${version}: ${known}`)
}

/** True where `version` has compact lengths and tagged fields (KIP-482). */
export function isFlexible(codec: MessageCodec<unknown>, version: number): boolean {
  return codec.firstFlexibleVersion >= 0 && version >= codec.firstFlexibleVersion
}
