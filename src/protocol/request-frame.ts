import { encodeFrame, isFlexible, requireVersion } from './frame-encoder.ts'
import type { Api, Draft } from './message-codec.ts'
import { requestHeader } from './messages/request-header.ts'
import { Reader } from './reader.ts'

/** Request header versions: 1 for the fixed layout, 2 with tagged fields. The client id is never compact (KIP-482). */
export function requestHeaderVersionOf(api: Api<unknown, unknown>, version: number): number {
  return isFlexible(api.request, version) ? 2 : 1
}

/**
 * A whole request frame as chunks for one vectored write: size, header, body. Large byte fields are referenced, not
 * copied; their owner must not change them until the frame was written.
 *
 * @throws UnsupportedVersionError when `body` sets a field that `version` does not carry, or Ottla does not know `version`.
 * @throws CodecError when a value does not fit into its field.
 */
export function encodeRequest<Request, Response>(
  api: Api<Request, Response>,
  version: number,
  correlationId: number,
  clientId: string | null,
  body: Draft<Request>,
): Uint8Array[] {
  requireVersion(api.request, version)
  return encodeFrame(`Cannot encode ${api.request.name} v${version}`, (writer) => {
    const header = { requestApiKey: api.key, requestApiVersion: version, correlationId, clientId }
    requestHeader.encode(writer, header, requestHeaderVersionOf(api, version))
    api.request.encode(writer, body, version)
  })
}

/** The part of a request header that has the same place in every version, so that any request can be answered. */
export interface RequestPrefix {
  readonly apiKey: number
  readonly apiVersion: number
  readonly correlationId: number
}

/** Reads the start of a frame (without its size); never mind whether its API and version are known. */
export function peekRequest(frame: Buffer): RequestPrefix {
  const reader = new Reader(frame)
  return {
    apiKey: reader.int16('requestApiKey'),
    apiVersion: reader.int16('requestApiVersion'),
    correlationId: reader.int32('correlationId'),
  }
}
