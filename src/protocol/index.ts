/**
 * `ottla/protocol`: Kafka's wire protocol without a client. Every message in every version, frames, and error codes, for
 * proxies, tests and tools.
 */
export { CodecError } from '../errors/codec-error.ts'
export { type ErrorCodeFacts, ErrorCodes, type ErrorName, errorCodeFacts } from '../errors/error-codes.ts'
export * from './all-apis.ts'
export { findApi } from './api-table.ts'
export {
  type ApiVersionFacts,
  type ApiVersionRange,
  type ApiVersionRanges,
  apiVersionRanges,
  latestStableVersion,
  pickVersion,
  type VersionLimits,
} from './api-versions.ts'
export { type DecodedRequest, decodeRequest } from './decode-request.ts'
export { type DescribeMessageOptions, describeMessage } from './describe-message.ts'
export { defaultMaxFrameBytes, FrameDecoder, type FrameDecoderOptions } from './frame-decoder.ts'
export type { Api, Draft, MessageCodec, Tagged } from './message-codec.ts'
export * from './messages/index.ts'
export { Reader } from './reader.ts'
export { encodeRequest, peekRequest, type RequestPrefix } from './request-frame.ts'
export { type DecodedResponse, decodeResponse, encodeResponse, peekCorrelationId } from './response-frame.ts'
export { noTaggedFields, type TaggedField } from './tagged-field.ts'
export { type Uuid, zeroUuid } from './uuid.ts'
export { Writer } from './writer.ts'
