// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type DescribeClientQuotasRequest,
  describeClientQuotasRequest,
} from '../messages/describe-client-quotas-request.ts'
import {
  type DescribeClientQuotasResponse,
  describeClientQuotasResponse,
} from '../messages/describe-client-quotas-response.ts'

export const describeClientQuotasApi: Api<DescribeClientQuotasRequest, DescribeClientQuotasResponse> = {
  name: 'DescribeClientQuotas',
  key: 48,
  minVersion: 0,
  maxVersion: 1,
  request: describeClientQuotasRequest,
  response: describeClientQuotasResponse,
}
