// @generated from schemas/AbortedTxn.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface AbortedTxn {
  readonly producerId: bigint
  readonly firstOffset: bigint
  readonly lastOffset: bigint
  readonly lastStableOffset: bigint
}

function encodeAbortedTxn(writer: Writer, message: Draft<AbortedTxn>, _version: number): void {
  writer.int64(message.producerId ?? 0n)
  writer.int64(message.firstOffset ?? 0n)
  writer.int64(message.lastOffset ?? 0n)
  writer.int64(message.lastStableOffset ?? 0n)
}

function decodeAbortedTxn(reader: Reader, _version: number): AbortedTxn {
  const producerId = reader.int64('producerId')
  const firstOffset = reader.int64('firstOffset')
  const lastOffset = reader.int64('lastOffset')
  const lastStableOffset = reader.int64('lastStableOffset')
  return { producerId, firstOffset, lastOffset, lastStableOffset }
}

export const abortedTxn: MessageCodec<AbortedTxn> = {
  name: 'AbortedTxn',
  apiKey: -1,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: -1,
  encode: encodeAbortedTxn,
  decode: decodeAbortedTxn,
}
