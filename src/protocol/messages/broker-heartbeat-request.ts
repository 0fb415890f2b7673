// @generated from schemas/BrokerHeartbeatRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readUuidItem } from '../reader.ts'
import type { TaggedField } from '../tagged-field.ts'
import type { Uuid } from '../uuid.ts'
import { encodeTaggedField, refuseField, type Writer } from '../writer.ts'

export interface BrokerHeartbeatRequest extends Tagged {
  readonly brokerId: number
  readonly brokerEpoch: bigint
  readonly currentMetadataOffset: bigint
  readonly wantFence: boolean
  readonly wantShutDown: boolean
  readonly offlineLogDirs: readonly Uuid[] // v1+
  readonly cordonedLogDirs: readonly Uuid[] | null // v2+
}

function encodeBrokerHeartbeatRequest(writer: Writer, message: Draft<BrokerHeartbeatRequest>, version: number): void {
  writer.int32(message.brokerId ?? 0)
  writer.int64(message.brokerEpoch ?? -1n)
  writer.int64(message.currentMetadataOffset ?? 0n)
  writer.bool(message.wantFence ?? false)
  writer.bool(message.wantShutDown ?? false)
  if (version < 1 && message.offlineLogDirs !== undefined && message.offlineLogDirs.length !== 0)
    refuseField('BrokerHeartbeatRequest', 'offlineLogDirs', version)
  if (version < 2 && message.cordonedLogDirs !== undefined && message.cordonedLogDirs !== null)
    refuseField('BrokerHeartbeatRequest', 'cordonedLogDirs', version)
  const tagged: TaggedField[] = []
  if (version >= 1 && message.offlineLogDirs !== undefined && message.offlineLogDirs.length !== 0) {
    const value = message.offlineLogDirs
    tagged.push(
      encodeTaggedField(0, (writer) => {
        writer.arrayLength(value.length, true)
        for (const item of value) writer.uuid(item)
      }),
    )
  }
  if (version === 2 && message.cordonedLogDirs !== undefined && message.cordonedLogDirs !== null) {
    const value = message.cordonedLogDirs
    tagged.push(
      encodeTaggedField(1, (writer) => {
        writer.arrayLength(value.length, true)
        for (const item of value) writer.uuid(item)
      }),
    )
  }
  writer.taggedFields(message.unknownTaggedFields, tagged)
}

function decodeBrokerHeartbeatRequest(reader: Reader, version: number): BrokerHeartbeatRequest {
  const brokerId = reader.int32('brokerId')
  const brokerEpoch = reader.int64('brokerEpoch')
  const currentMetadataOffset = reader.int64('currentMetadataOffset')
  const wantFence = reader.bool('wantFence')
  const wantShutDown = reader.bool('wantShutDown')
  let offlineLogDirs: readonly Uuid[] = []
  let cordonedLogDirs: readonly Uuid[] | null = null
  const unknownTaggedFields = reader.taggedFields((tag) => {
    switch (tag) {
      case 0:
        if (version < 1) return false
        offlineLogDirs = reader.array('offlineLogDirs', true, version, readUuidItem)
        return true
      case 1:
        if (version < 2) return false
        cordonedLogDirs = reader.nullableArray('cordonedLogDirs', true, version, readUuidItem)
        return true
      default:
        return false
    }
  })
  return {
    brokerId,
    brokerEpoch,
    currentMetadataOffset,
    wantFence,
    wantShutDown,
    offlineLogDirs,
    cordonedLogDirs,
    unknownTaggedFields,
  }
}

export const brokerHeartbeatRequest: MessageCodec<BrokerHeartbeatRequest> = {
  name: 'BrokerHeartbeatRequest',
  apiKey: 63,
  minVersion: 0,
  maxVersion: 2,
  firstFlexibleVersion: 0,
  encode: encodeBrokerHeartbeatRequest,
  decode: decodeBrokerHeartbeatRequest,
}
