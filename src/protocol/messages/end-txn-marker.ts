// @generated from schemas/EndTxnMarker.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface EndTxnMarker {
  readonly coordinatorEpoch: number
}

function encodeEndTxnMarker(writer: Writer, message: Draft<EndTxnMarker>, _version: number): void {
  writer.int32(message.coordinatorEpoch ?? 0)
}

function decodeEndTxnMarker(reader: Reader, _version: number): EndTxnMarker {
  const coordinatorEpoch = reader.int32('coordinatorEpoch')
  return { coordinatorEpoch }
}

export const endTxnMarker: MessageCodec<EndTxnMarker> = {
  name: 'EndTxnMarker',
  apiKey: -1,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: -1,
  encode: encodeEndTxnMarker,
  decode: decodeEndTxnMarker,
}
