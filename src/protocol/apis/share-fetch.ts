// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type ShareFetchRequest, shareFetchRequest } from '../messages/share-fetch-request.ts'
import { type ShareFetchResponse, shareFetchResponse } from '../messages/share-fetch-response.ts'

export const shareFetchApi: Api<ShareFetchRequest, ShareFetchResponse> = {
  name: 'ShareFetch',
  key: 78,
  minVersion: 1,
  maxVersion: 2,
  request: shareFetchRequest,
  response: shareFetchResponse,
}
