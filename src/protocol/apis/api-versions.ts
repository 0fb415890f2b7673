// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type ApiVersionsRequest, apiVersionsRequest } from '../messages/api-versions-request.ts'
import { type ApiVersionsResponse, apiVersionsResponse } from '../messages/api-versions-response.ts'

export const apiVersionsApi: Api<ApiVersionsRequest, ApiVersionsResponse> = {
  name: 'ApiVersions',
  key: 18,
  minVersion: 0,
  maxVersion: 5,
  request: apiVersionsRequest,
  response: apiVersionsResponse,
}
