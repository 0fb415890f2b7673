// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type ListOffsetsRequest, listOffsetsRequest } from '../messages/list-offsets-request.ts'
import { type ListOffsetsResponse, listOffsetsResponse } from '../messages/list-offsets-response.ts'

export const listOffsetsApi: Api<ListOffsetsRequest, ListOffsetsResponse> = {
  name: 'ListOffsets',
  key: 2,
  minVersion: 1,
  maxVersion: 11,
  request: listOffsetsRequest,
  response: listOffsetsResponse,
}
