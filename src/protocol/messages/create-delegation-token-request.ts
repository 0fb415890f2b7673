// @generated from schemas/CreateDelegationTokenRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface CreateDelegationTokenRequestCreatableRenewers extends Tagged {
  readonly principalType: string
  readonly principalName: string
}

function encodeCreateDelegationTokenRequestCreatableRenewers(
  writer: Writer,
  message: Draft<CreateDelegationTokenRequestCreatableRenewers>,
  version: number,
): void {
  const flexible = version >= 2
  writer.string(message.principalType ?? '', flexible)
  writer.string(message.principalName ?? '', flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeCreateDelegationTokenRequestCreatableRenewers(
  reader: Reader,
  version: number,
): CreateDelegationTokenRequestCreatableRenewers {
  const flexible = version >= 2
  const principalType = reader.string('principalType', flexible)
  const principalName = reader.string('principalName', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { principalType, principalName, unknownTaggedFields }
}

export interface CreateDelegationTokenRequest extends Tagged {
  readonly ownerPrincipalType: string | null // v3+
  readonly ownerPrincipalName: string | null // v3+
  readonly renewers: readonly CreateDelegationTokenRequestCreatableRenewers[]
  readonly maxLifetimeMs: bigint
}

function encodeCreateDelegationTokenRequest(
  writer: Writer,
  message: Draft<CreateDelegationTokenRequest>,
  version: number,
): void {
  const flexible = version >= 2
  if (version === 3) {
    const ownerPrincipalType = message.ownerPrincipalType === undefined ? '' : message.ownerPrincipalType
    writer.nullableString(ownerPrincipalType, flexible)
  }
  if (version < 3 && message.ownerPrincipalType !== undefined && message.ownerPrincipalType !== '')
    refuseField('CreateDelegationTokenRequest', 'ownerPrincipalType', version)
  if (version === 3) {
    const ownerPrincipalName = message.ownerPrincipalName === undefined ? '' : message.ownerPrincipalName
    writer.nullableString(ownerPrincipalName, flexible)
  }
  if (version < 3 && message.ownerPrincipalName !== undefined && message.ownerPrincipalName !== '')
    refuseField('CreateDelegationTokenRequest', 'ownerPrincipalName', version)
  const renewers = message.renewers ?? []
  writer.arrayLength(renewers.length, flexible)
  for (const item of renewers) encodeCreateDelegationTokenRequestCreatableRenewers(writer, item, version)
  writer.int64(message.maxLifetimeMs ?? 0n)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeCreateDelegationTokenRequest(reader: Reader, version: number): CreateDelegationTokenRequest {
  const flexible = version >= 2
  const ownerPrincipalType = version === 3 ? reader.nullableString('ownerPrincipalType', flexible) : ''
  const ownerPrincipalName = version === 3 ? reader.nullableString('ownerPrincipalName', flexible) : ''
  const renewers = reader.array('renewers', flexible, version, decodeCreateDelegationTokenRequestCreatableRenewers)
  const maxLifetimeMs = reader.int64('maxLifetimeMs')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { ownerPrincipalType, ownerPrincipalName, renewers, maxLifetimeMs, unknownTaggedFields }
}

export const createDelegationTokenRequest: MessageCodec<CreateDelegationTokenRequest> = {
  name: 'CreateDelegationTokenRequest',
  apiKey: 38,
  minVersion: 1,
  maxVersion: 3,
  firstFlexibleVersion: 2,
  encode: encodeCreateDelegationTokenRequest,
  decode: decodeCreateDelegationTokenRequest,
}
