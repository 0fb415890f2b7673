// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type AlterConfigsRequest, alterConfigsRequest } from '../messages/alter-configs-request.ts'
import { type AlterConfigsResponse, alterConfigsResponse } from '../messages/alter-configs-response.ts'

export const alterConfigsApi: Api<AlterConfigsRequest, AlterConfigsResponse> = {
  name: 'AlterConfigs',
  key: 33,
  minVersion: 0,
  maxVersion: 2,
  request: alterConfigsRequest,
  response: alterConfigsResponse,
}
