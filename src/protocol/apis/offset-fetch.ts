// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type OffsetFetchRequest, offsetFetchRequest } from '../messages/offset-fetch-request.ts'
import { type OffsetFetchResponse, offsetFetchResponse } from '../messages/offset-fetch-response.ts'

export const offsetFetchApi: Api<OffsetFetchRequest, OffsetFetchResponse> = {
  name: 'OffsetFetch',
  key: 9,
  minVersion: 1,
  maxVersion: 10,
  request: offsetFetchRequest,
  response: offsetFetchResponse,
}
