// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type FetchRequest, fetchRequest } from '../messages/fetch-request.ts'
import { type FetchResponse, fetchResponse } from '../messages/fetch-response.ts'

export const fetchApi: Api<FetchRequest, FetchResponse> = {
  name: 'Fetch',
  key: 1,
  minVersion: 4,
  maxVersion: 18,
  request: fetchRequest,
  response: fetchResponse,
}
