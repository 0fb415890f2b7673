// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type AlterClientQuotasRequest, alterClientQuotasRequest } from '../messages/alter-client-quotas-request.ts'
import { type AlterClientQuotasResponse, alterClientQuotasResponse } from '../messages/alter-client-quotas-response.ts'

export const alterClientQuotasApi: Api<AlterClientQuotasRequest, AlterClientQuotasResponse> = {
  name: 'AlterClientQuotas',
  key: 49,
  minVersion: 0,
  maxVersion: 1,
  request: alterClientQuotasRequest,
  response: alterClientQuotasResponse,
}
