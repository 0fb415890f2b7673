import { CodecError } from '../errors/codec-error.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import { encodeFrame, isFlexible, requireVersion } from './frame-encoder.ts'
import type { Api, Draft } from './message-codec.ts'
import { apiVersionsResponse } from './messages/api-versions-response.ts'
import { responseHeader } from './messages/response-header.ts'
import { Reader } from './reader.ts'

/**
 * Response header versions: 0 for the fixed layout, 1 with tagged fields. ApiVersions keeps 0 for ever (KIP-511): its
 * answer must be readable before the client knows which versions the broker speaks.
 */
function headerVersionOf(api: Api<unknown, unknown>, version: number): number {
  return isFlexible(api.response, version) && api.key !== apiVersionsResponse.apiKey ? 1 : 0
}

/** The correlation id of a response frame (without its size): its first four bytes in every version. */
export function peekCorrelationId(frame: Buffer): number {
  return new Reader(frame).int32('correlationId')
}

export interface DecodedResponse<Response> {
  readonly correlationId: number
  readonly body: Response
}

/**
 * Reads a response frame (without its size) to a request that was sent with `version`.
 *
 * Byte fields of the body are views into `frame`: it stays in memory as long as they do.
 *
 * @throws CodecError when the bytes are not such a response, or are followed by others.
 */
export function decodeResponse<Request, Response>(
  api: Api<Request, Response>,
  version: number,
  frame: Buffer,
): DecodedResponse<Response> {
  requireVersion(api.response, version)
  try {
    if (api.key === apiVersionsResponse.apiKey && version > 0) {
      const refusal = decodeVersionRefusal(api, frame)
      if (refusal !== undefined) return refusal
    }
    return decodeBody(api, version, frame)
  } catch (error) {
    if (!(error instanceof CodecError)) throw error
    throw error.during(`Cannot decode ${api.response.name} v${version}`, { api: api.name, apiVersion: version })
  }
}

/**
 * A broker that does not know the version of an ApiVersions request answers in version 0, whatever was asked (KIP-511).
 * Its error code has the same place in every version, and tells.
 */
function decodeVersionRefusal<Request, Response>(
  api: Api<Request, Response>,
  frame: Buffer,
): DecodedResponse<Response> | undefined {
  const reader = new Reader(frame)
  reader.int32('correlationId')
  if (reader.int16('errorCode') !== ErrorCodes.UNSUPPORTED_VERSION) return undefined
  try {
    return decodeBody(api, 0, frame)
  } catch (error) {
    // Not version 0 after all; the caller reads it as what was asked for.
    if (error instanceof CodecError) return undefined
    throw error
  }
}

function decodeBody<Request, Response>(
  api: Api<Request, Response>,
  version: number,
  frame: Buffer,
): DecodedResponse<Response> {
  const reader = new Reader(frame)
  const { correlationId } = responseHeader.decode(reader, headerVersionOf(api, version))
  const body = api.response.decode(reader, version)
  reader.expectEnd()
  return { correlationId, body }
}

/**
 * A whole response frame as chunks for one vectored write, as a broker sends it.
 *
 * @throws UnsupportedVersionError when `body` sets a field that `version` does not carry, or Ottla does not know `version`.
 * @throws CodecError when a value does not fit into its field.
 */
export function encodeResponse<Request, Response>(
  api: Api<Request, Response>,
  version: number,
  correlationId: number,
  body: Draft<Response>,
): Uint8Array[] {
  requireVersion(api.response, version)
  return encodeFrame(`Cannot encode ${api.response.name} v${version}`, (writer) => {
    responseHeader.encode(writer, { correlationId }, headerVersionOf(api, version))
    api.response.encode(writer, body, version)
  })
}
