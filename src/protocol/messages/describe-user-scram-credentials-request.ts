// @generated from schemas/DescribeUserScramCredentialsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface DescribeUserScramCredentialsRequestUserName extends Tagged {
  readonly name: string
}

function encodeDescribeUserScramCredentialsRequestUserName(
  writer: Writer,
  message: Draft<DescribeUserScramCredentialsRequestUserName>,
  _version: number,
): void {
  writer.string(message.name ?? '', true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeUserScramCredentialsRequestUserName(
  reader: Reader,
  _version: number,
): DescribeUserScramCredentialsRequestUserName {
  const name = reader.string('name', true)
  const unknownTaggedFields = reader.taggedFields()
  return { name, unknownTaggedFields }
}

export interface DescribeUserScramCredentialsRequest extends Tagged {
  readonly users: readonly DescribeUserScramCredentialsRequestUserName[] | null
}

function encodeDescribeUserScramCredentialsRequest(
  writer: Writer,
  message: Draft<DescribeUserScramCredentialsRequest>,
  version: number,
): void {
  const users = message.users === undefined ? [] : message.users
  if (users === null) writer.nullArray(true)
  else {
    writer.arrayLength(users.length, true)
    for (const item of users) encodeDescribeUserScramCredentialsRequestUserName(writer, item, version)
  }
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeUserScramCredentialsRequest(
  reader: Reader,
  version: number,
): DescribeUserScramCredentialsRequest {
  const users = reader.nullableArray('users', true, version, decodeDescribeUserScramCredentialsRequestUserName)
  const unknownTaggedFields = reader.taggedFields()
  return { users, unknownTaggedFields }
}

export const describeUserScramCredentialsRequest: MessageCodec<DescribeUserScramCredentialsRequest> = {
  name: 'DescribeUserScramCredentialsRequest',
  apiKey: 50,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeDescribeUserScramCredentialsRequest,
  decode: decodeDescribeUserScramCredentialsRequest,
}
