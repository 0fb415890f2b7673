// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type EndTxnRequest, endTxnRequest } from '../messages/end-txn-request.ts'
import { type EndTxnResponse, endTxnResponse } from '../messages/end-txn-response.ts'

export const endTxnApi: Api<EndTxnRequest, EndTxnResponse> = {
  name: 'EndTxn',
  key: 26,
  minVersion: 0,
  maxVersion: 5,
  request: endTxnRequest,
  response: endTxnResponse,
}
