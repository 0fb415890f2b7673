import { UnsupportedVersionError } from '../errors/client-errors.ts'
import { CodecError } from '../errors/codec-error.ts'
import { findApi } from './api-table.ts'
import { requireVersion } from './frame-encoder.ts'
import type { Api } from './message-codec.ts'
import { requestHeader } from './messages/request-header.ts'
import { Reader } from './reader.ts'
import { peekRequest, requestHeaderVersionOf } from './request-frame.ts'

export interface DecodedRequest {
  readonly api: Api<unknown, unknown>
  readonly version: number
  readonly correlationId: number
  readonly clientId: string | null
  readonly body: unknown
}

/**
 * Reads a request frame (without its size), as a broker does.
 *
 * @param lookup The APIs that the broker has; by default all of Kafka's.
 * @throws UnsupportedVersionError for an API or a version that is not there. `peekRequest` still gives what is needed to
 *   answer: a broker answers an ApiVersions of unknown version with version 0 (KIP-511) and closes on everything else.
 * @throws CodecError when the bytes are not such a request, or are followed by others.
 */
export function decodeRequest(
  frame: Buffer,
  lookup: (apiKey: number) => Api<unknown, unknown> | undefined = findApi,
): DecodedRequest {
  const { apiKey, apiVersion: version } = peekRequest(frame)
  const api = lookup(apiKey)
  if (api === undefined) throw new UnsupportedVersionError(`Cannot read a request: there is no API with key ${apiKey}`)
  requireVersion(api.request, version)
  try {
    const reader = new Reader(frame)
    const { correlationId, clientId } = requestHeader.decode(reader, requestHeaderVersionOf(api, version))
    const body = api.request.decode(reader, version)
    reader.expectEnd()
    return { api, version, correlationId, clientId, body }
  } catch (error) {
    if (!(error instanceof CodecError)) throw error
    throw error.during(`Cannot decode ${api.request.name} v${version}`, { api: api.name, apiVersion: version })
  }
}
