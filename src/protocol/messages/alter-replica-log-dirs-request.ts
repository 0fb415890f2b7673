// @generated from schemas/AlterReplicaLogDirsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readInt32 } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface AlterReplicaLogDirsRequestAlterReplicaLogDirTopic extends Tagged {
  readonly name: string
  readonly partitions: readonly number[]
}

function encodeAlterReplicaLogDirsRequestAlterReplicaLogDirTopic(
  writer: Writer,
  message: Draft<AlterReplicaLogDirsRequestAlterReplicaLogDirTopic>,
  version: number,
): void {
  const flexible = version === 2
  writer.string(message.name ?? '', flexible)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, flexible)
  for (const item of partitions) writer.int32(item)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterReplicaLogDirsRequestAlterReplicaLogDirTopic(
  reader: Reader,
  version: number,
): AlterReplicaLogDirsRequestAlterReplicaLogDirTopic {
  const flexible = version === 2
  const name = reader.string('name', flexible)
  const partitions = reader.array('partitions', flexible, version, readInt32)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { name, partitions, unknownTaggedFields }
}

export interface AlterReplicaLogDirsRequestAlterReplicaLogDir extends Tagged {
  readonly path: string
  readonly topics: readonly AlterReplicaLogDirsRequestAlterReplicaLogDirTopic[]
}

function encodeAlterReplicaLogDirsRequestAlterReplicaLogDir(
  writer: Writer,
  message: Draft<AlterReplicaLogDirsRequestAlterReplicaLogDir>,
  version: number,
): void {
  const flexible = version === 2
  writer.string(message.path ?? '', flexible)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, flexible)
  for (const item of topics) encodeAlterReplicaLogDirsRequestAlterReplicaLogDirTopic(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterReplicaLogDirsRequestAlterReplicaLogDir(
  reader: Reader,
  version: number,
): AlterReplicaLogDirsRequestAlterReplicaLogDir {
  const flexible = version === 2
  const path = reader.string('path', flexible)
  const topics = reader.array('topics', flexible, version, decodeAlterReplicaLogDirsRequestAlterReplicaLogDirTopic)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { path, topics, unknownTaggedFields }
}

export interface AlterReplicaLogDirsRequest extends Tagged {
  readonly dirs: readonly AlterReplicaLogDirsRequestAlterReplicaLogDir[]
}

function encodeAlterReplicaLogDirsRequest(
  writer: Writer,
  message: Draft<AlterReplicaLogDirsRequest>,
  version: number,
): void {
  const flexible = version === 2
  const dirs = message.dirs ?? []
  writer.arrayLength(dirs.length, flexible)
  for (const item of dirs) encodeAlterReplicaLogDirsRequestAlterReplicaLogDir(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterReplicaLogDirsRequest(reader: Reader, version: number): AlterReplicaLogDirsRequest {
  const flexible = version === 2
  const dirs = reader.array('dirs', flexible, version, decodeAlterReplicaLogDirsRequestAlterReplicaLogDir)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { dirs, unknownTaggedFields }
}

export const alterReplicaLogDirsRequest: MessageCodec<AlterReplicaLogDirsRequest> = {
  name: 'AlterReplicaLogDirsRequest',
  apiKey: 34,
  minVersion: 1,
  maxVersion: 2,
  firstFlexibleVersion: 2,
  encode: encodeAlterReplicaLogDirsRequest,
  decode: decodeAlterReplicaLogDirsRequest,
}
