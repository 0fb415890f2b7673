import type { Draft, MessageCodec } from '../../../src/protocol/message-codec.ts'
import { Reader } from '../../../src/protocol/reader.ts'
import { Writer } from '../../../src/protocol/writer.ts'
import type { StructValue } from './expected-message.ts'

export function encodeMessage(codec: MessageCodec<unknown>, message: StructValue, version: number): Buffer {
  const writer = new Writer()
  codec.encode(writer, message as Draft<unknown>, version)
  return Buffer.concat(writer.finish())
}

/** Decodes a message that must end where `bytes` does. */
export function decodeMessage(codec: MessageCodec<unknown>, bytes: Buffer, version: number): StructValue {
  const reader = new Reader(bytes)
  const message = codec.decode(reader, version)
  reader.expectEnd()
  return message as StructValue
}
