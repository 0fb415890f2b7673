// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type AddPartitionsToTxnRequest, addPartitionsToTxnRequest } from '../messages/add-partitions-to-txn-request.ts'
import {
  type AddPartitionsToTxnResponse,
  addPartitionsToTxnResponse,
} from '../messages/add-partitions-to-txn-response.ts'

export const addPartitionsToTxnApi: Api<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse> = {
  name: 'AddPartitionsToTxn',
  key: 24,
  minVersion: 0,
  maxVersion: 5,
  request: addPartitionsToTxnRequest,
  response: addPartitionsToTxnResponse,
}
