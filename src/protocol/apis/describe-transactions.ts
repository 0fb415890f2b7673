// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type DescribeTransactionsRequest,
  describeTransactionsRequest,
} from '../messages/describe-transactions-request.ts'
import {
  type DescribeTransactionsResponse,
  describeTransactionsResponse,
} from '../messages/describe-transactions-response.ts'

export const describeTransactionsApi: Api<DescribeTransactionsRequest, DescribeTransactionsResponse> = {
  name: 'DescribeTransactions',
  key: 65,
  minVersion: 0,
  maxVersion: 0,
  request: describeTransactionsRequest,
  response: describeTransactionsResponse,
}
