// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type WriteTxnMarkersRequest, writeTxnMarkersRequest } from '../messages/write-txn-markers-request.ts'
import { type WriteTxnMarkersResponse, writeTxnMarkersResponse } from '../messages/write-txn-markers-response.ts'

export const writeTxnMarkersApi: Api<WriteTxnMarkersRequest, WriteTxnMarkersResponse> = {
  name: 'WriteTxnMarkers',
  key: 27,
  minVersion: 1,
  maxVersion: 2,
  request: writeTxnMarkersRequest,
  response: writeTxnMarkersResponse,
}
