// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type TxnOffsetCommitRequest, txnOffsetCommitRequest } from '../messages/txn-offset-commit-request.ts'
import { type TxnOffsetCommitResponse, txnOffsetCommitResponse } from '../messages/txn-offset-commit-response.ts'

export const txnOffsetCommitApi: Api<TxnOffsetCommitRequest, TxnOffsetCommitResponse> = {
  name: 'TxnOffsetCommit',
  key: 28,
  minVersion: 0,
  maxVersion: 6,
  request: txnOffsetCommitRequest,
  response: txnOffsetCommitResponse,
}
