// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type ListTransactionsRequest, listTransactionsRequest } from '../messages/list-transactions-request.ts'
import { type ListTransactionsResponse, listTransactionsResponse } from '../messages/list-transactions-response.ts'

export const listTransactionsApi: Api<ListTransactionsRequest, ListTransactionsResponse> = {
  name: 'ListTransactions',
  key: 66,
  minVersion: 0,
  maxVersion: 2,
  request: listTransactionsRequest,
  response: listTransactionsResponse,
}
