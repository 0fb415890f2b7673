// @generated from schemas/AlterUserScramCredentialsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

const emptyBytes = Buffer.alloc(0)

export interface AlterUserScramCredentialsRequestScramCredentialDeletion extends Tagged {
  readonly name: string
  readonly mechanism: number
}

function encodeAlterUserScramCredentialsRequestScramCredentialDeletion(
  writer: Writer,
  message: Draft<AlterUserScramCredentialsRequestScramCredentialDeletion>,
  _version: number,
): void {
  writer.string(message.name ?? '', true)
  writer.int8(message.mechanism ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterUserScramCredentialsRequestScramCredentialDeletion(
  reader: Reader,
  _version: number,
): AlterUserScramCredentialsRequestScramCredentialDeletion {
  const name = reader.string('name', true)
  const mechanism = reader.int8('mechanism')
  const unknownTaggedFields = reader.taggedFields()
  return { name, mechanism, unknownTaggedFields }
}

export interface AlterUserScramCredentialsRequestScramCredentialUpsertion extends Tagged {
  readonly name: string
  readonly mechanism: number
  readonly iterations: number
  readonly salt: Buffer
  readonly saltedPassword: Buffer
}

function encodeAlterUserScramCredentialsRequestScramCredentialUpsertion(
  writer: Writer,
  message: Draft<AlterUserScramCredentialsRequestScramCredentialUpsertion>,
  _version: number,
): void {
  writer.string(message.name ?? '', true)
  writer.int8(message.mechanism ?? 0)
  writer.int32(message.iterations ?? 0)
  writer.bytes(message.salt ?? emptyBytes, true)
  writer.bytes(message.saltedPassword ?? emptyBytes, true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterUserScramCredentialsRequestScramCredentialUpsertion(
  reader: Reader,
  _version: number,
): AlterUserScramCredentialsRequestScramCredentialUpsertion {
  const name = reader.string('name', true)
  const mechanism = reader.int8('mechanism')
  const iterations = reader.int32('iterations')
  const salt = reader.bytes('salt', true)
  const saltedPassword = reader.bytes('saltedPassword', true)
  const unknownTaggedFields = reader.taggedFields()
  return { name, mechanism, iterations, salt, saltedPassword, unknownTaggedFields }
}

export interface AlterUserScramCredentialsRequest extends Tagged {
  readonly deletions: readonly AlterUserScramCredentialsRequestScramCredentialDeletion[]
  readonly upsertions: readonly AlterUserScramCredentialsRequestScramCredentialUpsertion[]
}

function encodeAlterUserScramCredentialsRequest(
  writer: Writer,
  message: Draft<AlterUserScramCredentialsRequest>,
  version: number,
): void {
  const deletions = message.deletions ?? []
  writer.arrayLength(deletions.length, true)
  for (const item of deletions) encodeAlterUserScramCredentialsRequestScramCredentialDeletion(writer, item, version)
  const upsertions = message.upsertions ?? []
  writer.arrayLength(upsertions.length, true)
  for (const item of upsertions) encodeAlterUserScramCredentialsRequestScramCredentialUpsertion(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterUserScramCredentialsRequest(reader: Reader, version: number): AlterUserScramCredentialsRequest {
  const deletions = reader.array(
    'deletions',
    true,
    version,
    decodeAlterUserScramCredentialsRequestScramCredentialDeletion,
  )
  const upsertions = reader.array(
    'upsertions',
    true,
    version,
    decodeAlterUserScramCredentialsRequestScramCredentialUpsertion,
  )
  const unknownTaggedFields = reader.taggedFields()
  return { deletions, upsertions, unknownTaggedFields }
}

export const alterUserScramCredentialsRequest: MessageCodec<AlterUserScramCredentialsRequest> = {
  name: 'AlterUserScramCredentialsRequest',
  apiKey: 51,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeAlterUserScramCredentialsRequest,
  decode: decodeAlterUserScramCredentialsRequest,
}
