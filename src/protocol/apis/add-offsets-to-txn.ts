// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type AddOffsetsToTxnRequest, addOffsetsToTxnRequest } from '../messages/add-offsets-to-txn-request.ts'
import { type AddOffsetsToTxnResponse, addOffsetsToTxnResponse } from '../messages/add-offsets-to-txn-response.ts'

export const addOffsetsToTxnApi: Api<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse> = {
  name: 'AddOffsetsToTxn',
  key: 25,
  minVersion: 0,
  maxVersion: 4,
  request: addOffsetsToTxnRequest,
  response: addOffsetsToTxnResponse,
}
